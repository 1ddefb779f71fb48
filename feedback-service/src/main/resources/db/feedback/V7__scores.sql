-- The lowest score of a report's sentences; 9 if there is none.
CREATE FUNCTION feedback_lowest(report jsonb) RETURNS int LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(min((value->>'score')::int), 9) FROM jsonb_each(coalesce(report, '{}')) WHERE key ~ '^[0-9]+$'
$$;

-- The same of each correction as it stands, so that those with low scores are found without reading all reports.
CREATE TABLE feedback_scores (
    job    uuid NOT NULL,
    item   text NOT NULL,
    lowest int  NOT NULL,
    PRIMARY KEY (job, item)
);
CREATE INDEX feedback_scores_lowest ON feedback_scores (job, lowest, item);
