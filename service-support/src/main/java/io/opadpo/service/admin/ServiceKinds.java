package io.opadpo.service.admin;

import io.opadpo.service.jobs.JobKinds;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which service runs which kind of job: the table {@code service_kinds}. Each service writes its own kinds into it. */
class ServiceKinds implements SmartInitializingSingleton {
    private final JdbcClient jdbc;
    private final String service;
    private final JobKinds own;

    ServiceKinds(JdbcClient jdbc, String service, JobKinds own) {
        this.jdbc = jdbc;
        this.service = service;
        this.own = own;
    }

    @Override
    public void afterSingletonsInstantiated() {
        jdbc.sql("""
                        INSERT INTO service_kinds (kind, service) SELECT k, :service FROM unnest(:kinds) k ORDER BY k
                        ON CONFLICT (kind) DO UPDATE SET service = excluded.service
                        WHERE service_kinds.service <> excluded.service""")
                .param("service", service)
                .param("kinds", own.kinds().toArray(String[]::new))
                .update();
    }

    /** The service of each kind that any service has named. */
    Map<String, String> all() {
        Map<String, String> all = new TreeMap<>();
        jdbc.sql("SELECT kind, service FROM service_kinds").query(row -> {
            all.put(row.getString("kind"), row.getString("service"));
        });
        return all;
    }
}
