package io.opadpo.service.retention;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Forgets old answers under idempotency keys, of all services; keys of jobs are the jobs' own and go with them. */
class IdempotencyKeySweep implements Sweep {
    private final JdbcClient jdbc;
    private final @Nullable Duration age;

    IdempotencyKeySweep(JdbcClient jdbc, @Nullable Duration age) {
        this.jdbc = jdbc;
        this.age = age;
    }

    @Override
    public String name() {
        return "idempotency keys";
    }

    @Override
    public long sweep() {
        if (age == null) {
            return 0;
        }
        return jdbc.sql("""
                        DELETE FROM idempotent_requests
                        WHERE created < clock_timestamp() - make_interval(secs => :age)""").param("age", (double) age.toSeconds()).update();
    }
}
