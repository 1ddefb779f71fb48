package io.opadpo.service;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringApplicationRunListener;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Ends the service once it has started. With {@code opadpo.migrate-only=true} it opens no port and takes no jobs, so that
 * the process does nothing but bring the database up to date and ends with 0, or with 1 and the reason in the log.
 */
class MigrateOnly implements SpringApplicationRunListener {
    /** The property that asks for it. */
    static final String PROPERTY = "opadpo.migrate-only";

    /** After those who hear of the start by an event, and may still want the context. */
    @Override
    public void ready(ConfigurableApplicationContext context, @Nullable Duration timeTaken) {
        if (context.getEnvironment().getProperty(PROPERTY, Boolean.class, false)) {
            context.close();
        }
    }
}
