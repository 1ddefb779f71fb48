package io.opadpo.jobs.postgres;

import java.time.Duration;
import java.util.Collection;
import java.util.stream.Collectors;

/** What the statements on {@code jobs} have in common. */
final class JobSql {
    /** The one row that a claim may write. */
    static final String HELD = "id = :job AND fence = :fence AND state = 'RUNNING'";

    /** A job of a caller who may be anybody. */
    static final String OWNED = "id = :job AND (:owner::text IS NULL OR owner = :owner)";

    /** Where a job goes that nothing but its dependencies can keep from running. */
    static final String READY_OR_WAITING = """
            CASE WHEN EXISTS (SELECT FROM job_dependencies d JOIN jobs n ON n.id = d.needs
                              WHERE d.job = jobs.id AND n.state <> 'SUCCEEDED')
                 THEN 'WAITING' ELSE 'READY' END""";

    private JobSql() {}

    /**
     * The statement that runs a change of {@code jobs}, records it as an event of this type, notifies workers of the
     * kinds that became ready, once, and returns columns of the changed rows.
     */
    static String recorded(String type, String change, String columns) {
        return """
                WITH changed AS (%2$s RETURNING jobs.*),
                event AS (
                    INSERT INTO job_events (job, type, data)
                    SELECT id, '%1$s', jsonb_strip_nulls(jsonb_build_object(
                        'state', state, 'wish', nullif(wish, 'RUN'), 'errors', errors, 'crashes', crashes,
                        'worker', worker, 'error', error,
                        'progress', CASE '%1$s' WHEN 'progress' THEN progress END))
                    FROM changed),
                notice AS (
                    SELECT pg_notify('jobs', left(string_agg(DISTINCT kind, ','), 7999))
                    FROM changed WHERE state = 'READY' AND run_at <= clock_timestamp() HAVING count(*) > 0)
                SELECT %3$s, (SELECT count(*) FROM notice) AS notices FROM changed
                """.formatted(type, change, columns);
    }

    /** Assignments that take a job out of its worker's hands and into a state. */
    static String moveTo(String state) {
        return """
                (state, finished, wish, lease_until, updated) = (
                    SELECT s, CASE WHEN s IN ('SUCCEEDED', 'CANCELLED', 'DEAD') THEN clock_timestamp() END,
                           'RUN', NULL::timestamptz, clock_timestamp()
                    FROM (SELECT %s) AS next(s))""".formatted(state);
    }

    /** An array literal; the elements must need no quoting, as ids, numbers and kinds do. */
    static String array(Collection<?> elements) {
        return elements.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** For {@code make_interval(secs => …)}. */
    static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
