package io.opadpo.dataset.retention;

import io.opadpo.service.retention.Sweep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Forgets drafts of jobs that have ended or are gone. Each run of a job makes a draft of its own, so an old one of a job
 * that has ended is nobody's, even if the job is requeued.
 */
@Component
class LeftDrafts implements Sweep {

    private final JdbcClient jdbc;

    LeftDrafts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "drafts of data sets";
    }

    @Override
    public long sweep() {
        return jdbc.sql("""
                        DELETE FROM datasets d
                        WHERE version IS NULL AND created < clock_timestamp() - interval '7 days'
                            AND NOT EXISTS (SELECT FROM job_states j WHERE j.id = d.job AND j.finished IS NULL)""").update();
    }
}
