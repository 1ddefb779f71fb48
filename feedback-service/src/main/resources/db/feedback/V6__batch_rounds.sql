-- How often the job was requeued when a batch was made, as a requeued job asks anew; and whether the batch counts as a try,
-- as one does not that the endpoint had no room for.
ALTER TABLE feedback_batches ADD COLUMN round bigint NOT NULL DEFAULT 0, ADD COLUMN counted boolean NOT NULL DEFAULT true;
CREATE INDEX feedback_batches_open ON feedback_batches (job) WHERE state <> 'DONE';

-- Why a call of a batch has no reply, by the endpoint's words.
ALTER TABLE feedback_calls ADD COLUMN problem text;
CREATE INDEX feedback_calls_item ON feedback_calls (job, item) WHERE batch IS NOT NULL;
CREATE INDEX feedback_calls_open ON feedback_calls (endpoint) WHERE state = 'OPEN';
