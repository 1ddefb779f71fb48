-- Of a PAID call: its reply did not say how many tokens it took, and so its cost is what it can cost at most.
ALTER TABLE feedback_calls ADD COLUMN estimated boolean NOT NULL DEFAULT false;
