CREATE TABLE api_keys (
    id      uuid        PRIMARY KEY,
    name    text        NOT NULL CHECK (name <> ''),
    owner   text        NOT NULL CHECK (owner <> ''),
    sha256  bytea       NOT NULL UNIQUE CHECK (length(sha256) = 32),
    scopes  text[]      NOT NULL CHECK (scopes <@ ARRAY['read', 'write', 'admin'] AND scopes <> '{}'),
    created timestamptz NOT NULL,
    expires timestamptz,
    revoked timestamptz
);

-- Answers to requests that create something else than a job. The answer is null only inside the transaction.
CREATE TABLE idempotent_requests (
    owner     text        NOT NULL,
    operation text        NOT NULL,
    key       text        NOT NULL,
    digest    text        NOT NULL,
    answer    jsonb,
    created   timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (owner, operation, key)
);
