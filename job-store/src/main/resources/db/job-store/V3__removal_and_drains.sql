-- Kinds of jobs that no worker claims until they are resumed.
CREATE TABLE drained_kinds (
    kind      text        PRIMARY KEY CHECK (kind ~ '^[a-z0-9._-]{1,64}$'),
    hand_back boolean     NOT NULL, -- those that run are given back too, at their next safe point
    since     timestamptz NOT NULL DEFAULT clock_timestamp()
);

-- For those who look for jobs that have ended long ago.
CREATE INDEX jobs_finished ON jobs (finished) WHERE finished IS NOT NULL;

-- What the SQL of other modules may read of jobs, to join it with tables of their own. Its columns stay.
CREATE VIEW job_states AS
SELECT id, kind, owner, pipeline, state, parameters, finished
FROM jobs;
