-- What was asked for. What became of it is in the jobs, which have the pipeline's id.
CREATE TABLE pipelines (
    id      uuid        PRIMARY KEY,
    owner   text        NOT NULL CHECK (owner <> ''),
    name    text        NOT NULL CHECK (name <> ''),
    request jsonb       NOT NULL,
    created timestamptz NOT NULL
);
CREATE INDEX pipelines_list ON pipelines (owner, created DESC, id DESC);
