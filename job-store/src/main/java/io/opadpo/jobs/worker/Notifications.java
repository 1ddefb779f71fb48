package io.opadpo.jobs.worker;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the worker when a job of one of its kinds becomes ready. Only a shortcut: where the connection cannot listen,
 * behind a pooler for instance, polling finds the jobs as well.
 */
final class Notifications implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(Notifications.class);
    private static final int WAIT_MILLIS = 1000;
    private static final int SECONDS_BETWEEN_ATTEMPTS = 5;

    private final DataSource connections;
    private final Set<String> kinds;
    private final Wakeup wakeup;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Notifications(DataSource connections, Set<String> kinds, Wakeup wakeup) {
        this.connections = connections;
        this.kinds = kinds;
        this.wakeup = wakeup;
    }

    @Override
    public void run() {
        try {
            do {
                listen();
            } while (!stopped.await(SECONDS_BETWEEN_ATTEMPTS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    void stop() {
        stopped.countDown();
    }

    private void listen() {
        try (Connection connection = connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("LISTEN jobs");
            wakeup.wake();
            PGConnection postgres = connection.unwrap(PGConnection.class);
            while (stopped.getCount() > 0) {
                if (concerns(postgres.getNotifications(WAIT_MILLIS))) {
                    wakeup.wake();
                }
            }
        } catch (SQLException e) {
            log.info("No notifications for now, polling instead: {}", e.getMessage());
        }
    }

    private boolean concerns(PGNotification @Nullable [] notifications) {
        return notifications != null
                && Arrays.stream(notifications)
                        .flatMap(notification ->
                                Arrays.stream(notification.getParameter().split(",")))
                        .anyMatch(kinds::contains);
    }
}
