CREATE TABLE uploads (
    id      uuid        PRIMARY KEY,
    owner   text        NOT NULL,
    name    text        NOT NULL,
    bytes   bigint      NOT NULL,
    sha256  text        NOT NULL,
    created timestamptz NOT NULL
);

-- What an import has read so far; gone when it has ended.
CREATE TABLE imports (
    job      uuid PRIMARY KEY,
    manifest text NOT NULL
);

CREATE TABLE import_files (
    job       uuid    NOT NULL REFERENCES imports ON DELETE CASCADE,
    file      int     NOT NULL,
    next_line bigint  NOT NULL,
    PRIMARY KEY (job, file)
);

-- A good row of a file. Those that are chosen get their place in a set.
CREATE TABLE import_rows (
    job      uuid   NOT NULL REFERENCES imports ON DELETE CASCADE,
    file     int    NOT NULL,
    line     bigint NOT NULL,
    id       text   NOT NULL,
    stratum  text   NOT NULL,
    image    text   NOT NULL,
    subset   int,
    position bigint,
    PRIMARY KEY (job, file, line),
    UNIQUE (job, id)
);

-- Where they come from, as JSON: null for those that were sent.
ALTER TABLE prompt_sets ADD COLUMN source text;
ALTER TABLE datasets ADD COLUMN source text;
ALTER TABLE datasets ALTER COLUMN feedback_job DROP NOT NULL;
