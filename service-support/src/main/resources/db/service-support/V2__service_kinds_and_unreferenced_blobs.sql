-- Which service runs which kind of job. Each writes its own when it starts.
CREATE TABLE service_kinds (
    kind    text PRIMARY KEY,
    service text NOT NULL
);

-- Blobs to which no row referred when a collection looked. Whoever puts one again takes its mark away first.
CREATE TABLE unreferenced_blobs (
    key    text        PRIMARY KEY,
    marked timestamptz NOT NULL DEFAULT clock_timestamp()
);
