-- What people say of corrections. Versions of one are numbered from 1 and kept for ever; the last one counts.
CREATE TABLE feedback_reviews (
    job      uuid        NOT NULL,
    item     text        NOT NULL,
    version  int         NOT NULL CHECK (version > 0),
    state    text        NOT NULL CHECK (state IN ('ACCEPTED', 'EDITED', 'REJECTED')),
    report   jsonb,      -- as it stands after this version; null is the judge's own
    revised  text,
    note     text,
    reviewer text        NOT NULL,
    at       timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (job, item, version)
);
