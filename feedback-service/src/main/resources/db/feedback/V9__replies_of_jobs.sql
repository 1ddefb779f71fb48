-- Each job keeps the replies that it paid for: jobs that reuse none may ask the same at the same time.
ALTER TABLE feedback_replies DROP CONSTRAINT feedback_replies_pkey, ADD PRIMARY KEY (owner, key, job);

-- When a batch was at its last step, for how long nobody knows what came of it.
ALTER TABLE feedback_batches ADD COLUMN changed timestamptz NOT NULL DEFAULT clock_timestamp();
