package io.opadpo.gateway.pipelines;

import io.opadpo.service.retention.Sweep;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Forgets pipelines all of whose jobs are gone. A pipeline and its jobs come in one transaction, so a new one has some. */
@Component
class EmptyPipelines implements Sweep {
    private final JdbcClient jdbc;

    EmptyPipelines(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public String name() {
        return "pipelines without jobs";
    }

    @Override
    public long sweep() {
        return jdbc.sql("DELETE FROM pipelines p WHERE NOT EXISTS (SELECT FROM job_states j WHERE j.pipeline = p.id)")
                .update();
    }
}
