-- Replies with which an item failed are there for the job that paid for them alone, until it is requeued.
ALTER TABLE feedback_replies ADD COLUMN failed boolean NOT NULL DEFAULT false;
CREATE INDEX feedback_replies_failed ON feedback_replies (job) WHERE failed;

-- How often the job was requeued when it began last.
ALTER TABLE feedback_costs ADD COLUMN requeues bigint NOT NULL DEFAULT 0;
