-- Money is in dollars. Times are the database's, days are UTC's.

-- Every request to a judge, written before it is sent. PAID: the reply is here. FREE: it was refused, or never got there.
-- UNKNOWN: it may have been charged, but no whole reply came. LOST: the same, because the process died with it.
CREATE TABLE feedback_calls (
    id                uuid        PRIMARY KEY, -- also sent to the judge
    job               uuid        NOT NULL,
    item              text        NOT NULL,
    endpoint          text        NOT NULL,
    day               date        NOT NULL,
    state             text        NOT NULL CHECK (state IN ('OPEN', 'PAID', 'FREE', 'UNKNOWN', 'LOST')),
    most              numeric     NOT NULL, -- what it can cost
    cost              numeric     NOT NULL DEFAULT 0,
    prompt_tokens     bigint      NOT NULL DEFAULT 0,
    completion_tokens bigint      NOT NULL DEFAULT 0,
    opened            timestamptz NOT NULL DEFAULT clock_timestamp(),
    closed            timestamptz
);
CREATE INDEX feedback_calls_job ON feedback_calls (job, state);

-- The sums of a job's calls: spent of PAID ones, held for OPEN ones, uncertain for UNKNOWN and LOST ones.
CREATE TABLE feedback_costs (
    job       uuid    PRIMARY KEY,
    budget    numeric CHECK (budget >= 0),
    spent     numeric NOT NULL DEFAULT 0,
    held      numeric NOT NULL DEFAULT 0,
    uncertain numeric NOT NULL DEFAULT 0,
    cached    bigint  NOT NULL DEFAULT 0
);

-- What an endpoint took on a day, at most.
CREATE TABLE feedback_days (
    endpoint text    NOT NULL,
    day      date    NOT NULL,
    spent    numeric NOT NULL,
    PRIMARY KEY (endpoint, day)
);

-- Token buckets, as the time at which each will be full again; and the rest that the endpoint asked for.
CREATE TABLE feedback_endpoints (
    endpoint       text        PRIMARY KEY,
    requests_until timestamptz NOT NULL DEFAULT '-infinity',
    tokens_until   timestamptz NOT NULL DEFAULT '-infinity',
    rest_until     timestamptz NOT NULL DEFAULT '-infinity'
);

-- Replies by what was asked, so that nothing is paid for twice.
CREATE TABLE feedback_replies (
    owner   text        NOT NULL,
    key     text        NOT NULL, -- SHA-256 of the request
    reply   jsonb       NOT NULL,
    job     uuid        NOT NULL, -- that paid for it
    created timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (owner, key)
);
