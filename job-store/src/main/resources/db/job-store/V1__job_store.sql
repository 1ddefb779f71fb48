-- Times are the database's. Who may go where is told in docs/job-states.md.

CREATE TABLE jobs (
    id              uuid        PRIMARY KEY,
    kind            text        NOT NULL CHECK (kind ~ '^[a-z0-9._-]{1,64}$'),
    owner           text        NOT NULL CHECK (owner <> ''),
    pipeline        uuid,
    state           text        NOT NULL CONSTRAINT jobs_state CHECK
        (state IN ('WAITING', 'BLOCKED', 'READY', 'RUNNING', 'PAUSED', 'SUCCEEDED', 'CANCELLED', 'DEAD')),
    wish            text        NOT NULL DEFAULT 'RUN' CHECK (wish IN ('RUN', 'PAUSE', 'CANCEL')),
    priority        int         NOT NULL,
    parameters      jsonb       NOT NULL,
    errors          int         NOT NULL DEFAULT 0,
    crashes         int         NOT NULL DEFAULT 0,
    max_attempts    int         NOT NULL CHECK (max_attempts > 0),
    needed          boolean     NOT NULL DEFAULT false, -- other jobs need this one
    worker          text,
    fence           bigint      NOT NULL DEFAULT 0,
    lease_until     timestamptz,
    progress        jsonb,
    result          jsonb,
    error           jsonb,
    idempotency_key text,
    request         text,       -- digest of what came with the key
    created         timestamptz NOT NULL DEFAULT clock_timestamp(),
    run_at          timestamptz NOT NULL DEFAULT clock_timestamp(),
    started         timestamptz,
    finished        timestamptz,
    updated         timestamptz NOT NULL DEFAULT clock_timestamp(),
    CONSTRAINT jobs_leased CHECK ((state = 'RUNNING') = (lease_until IS NOT NULL)),
    CONSTRAINT jobs_finished CHECK ((state IN ('SUCCEEDED', 'CANCELLED', 'DEAD')) = (finished IS NOT NULL)),
    CONSTRAINT jobs_wished CHECK (state = 'RUNNING' OR wish = 'RUN')
);
CREATE UNIQUE INDEX jobs_idempotency ON jobs (owner, kind, idempotency_key) WHERE idempotency_key IS NOT NULL;
CREATE INDEX jobs_claim ON jobs (kind, priority DESC, run_at, id) WHERE state = 'READY';
CREATE INDEX jobs_lease ON jobs (lease_until) WHERE state = 'RUNNING';
CREATE INDEX jobs_unsettled ON jobs (id) WHERE state IN ('WAITING', 'BLOCKED');
CREATE INDEX jobs_list ON jobs (owner, created DESC, id DESC);
CREATE INDEX jobs_pipeline ON jobs (pipeline) WHERE pipeline IS NOT NULL;

CREATE TABLE job_dependencies (
    job   uuid NOT NULL REFERENCES jobs ON DELETE CASCADE,
    needs uuid NOT NULL REFERENCES jobs,
    PRIMARY KEY (job, needs),
    CHECK (job <> needs)
);
CREATE INDEX job_dependencies_needs ON job_dependencies (needs);

CREATE TABLE job_events (
    seq  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    job  uuid        NOT NULL REFERENCES jobs ON DELETE CASCADE,
    at   timestamptz NOT NULL DEFAULT clock_timestamp(),
    type text        NOT NULL,
    data jsonb       NOT NULL
);
CREATE INDEX job_events_job ON job_events (job, seq);

CREATE TABLE work_items (
    job      uuid        NOT NULL REFERENCES jobs ON DELETE CASCADE,
    item     text        NOT NULL CHECK (length(item) BETWEEN 1 AND 500),
    state    text        NOT NULL CHECK (state IN ('PENDING', 'DONE', 'FAILED')),
    attempts int         NOT NULL,
    output   jsonb,
    error    jsonb,
    updated  timestamptz NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (job, item)
);
