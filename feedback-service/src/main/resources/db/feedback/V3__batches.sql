-- Files of requests that an endpoint answers within a day. Each step is written before the next one is taken. NEW: its
-- calls are in the books, and nothing is sent that costs. UPLOADED: the endpoint has the file, and may have been told to
-- start. RUNNING: it has started. DONE: all of its calls are closed.
CREATE TABLE feedback_batches (
    id         uuid        PRIMARY KEY, -- also sent to the endpoint, so that it is found again
    job        uuid        NOT NULL,
    endpoint   text        NOT NULL,
    state      text        NOT NULL CHECK (state IN ('NEW', 'UPLOADED', 'RUNNING', 'DONE')),
    input_file text,
    remote     text,       -- the endpoint's id of it
    created    timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX feedback_batches_job ON feedback_batches (job, created);

ALTER TABLE feedback_calls ADD COLUMN batch uuid REFERENCES feedback_batches, ADD COLUMN reply_key text;
CREATE INDEX feedback_calls_batch ON feedback_calls (batch) WHERE batch IS NOT NULL;
