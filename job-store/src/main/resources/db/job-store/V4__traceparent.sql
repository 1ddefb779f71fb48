-- W3C trace context of the submission, so that a job's runs belong to its trace; null where nothing is traced.
ALTER TABLE jobs ADD COLUMN traceparent text;
