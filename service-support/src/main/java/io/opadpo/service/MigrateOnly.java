package io.opadpo.service;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;

/**
 * Ends the service once it has started. With {@code opadpo.migrate-only=true} it opens no port and takes no jobs, so that
 * the process does nothing but bring the database up to date and ends with 0, or with 1 and the reason in the log.
 */
class MigrateOnly implements ApplicationListener<ApplicationReadyEvent> {
    /** The property that asks for it. */
    static final String PROPERTY = "opadpo.migrate-only";

    @Override
    public void onApplicationEvent(ApplicationReadyEvent event) {
        event.getApplicationContext().close();
    }
}
