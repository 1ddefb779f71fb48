-- What is left of calls that were removed because they are old, so that what a job has cost stays told.
CREATE TABLE feedback_call_sums (
    job               uuid    NOT NULL,
    endpoint          text    NOT NULL,
    day               date    NOT NULL,
    paid              bigint  NOT NULL,
    unknown           bigint  NOT NULL, -- LOST ones too
    estimated         bigint  NOT NULL,
    cost              numeric NOT NULL,
    prompt_tokens     bigint  NOT NULL,
    completion_tokens bigint  NOT NULL,
    PRIMARY KEY (job, endpoint, day)
);
CREATE INDEX feedback_calls_closed ON feedback_calls (closed) WHERE state <> 'OPEN';
CREATE INDEX feedback_replies_created ON feedback_replies (created);
