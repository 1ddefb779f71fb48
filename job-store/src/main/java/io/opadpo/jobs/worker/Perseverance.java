package io.opadpo.jobs.worker;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Repeats a statement that failed for want of the database, so that a restart of PostgreSQL or a full pool costs a job
 * time and nothing else. A statement that did take effect unseen is no harm: what is repeated is an upsert or is refused.
 */
final class Perseverance {
    private static final Logger log = LoggerFactory.getLogger(Perseverance.class);
    private static final long PAUSE_NANOS = 100_000_000;

    /** Runs the statement until it works, fails for another reason, or it is time to give up. */
    <T> T until(BooleanSupplier givingUp, Supplier<T> statement) {
        while (true) {
            try {
                return statement.get();
            } catch (DataAccessException | CannotCreateTransactionException e) {
                // Inside a transaction the connection is given, and a broken one stays broken.
                if (!mayPass(e)
                        || TransactionSynchronizationManager.isActualTransactionActive()
                        || givingUp.getAsBoolean()
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                log.warn("The database does not answer, trying again: {}", rootMessage(e));
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }
    }

    /** {@link #until(BooleanSupplier, Supplier)} for a statement without an answer. */
    void until(BooleanSupplier givingUp, Runnable statement) {
        until(givingUp, () -> {
            statement.run();
            return Boolean.TRUE;
        });
    }

    private static boolean mayPass(RuntimeException e) {
        return e instanceof TransientDataAccessException
                || e instanceof RecoverableDataAccessException
                || e instanceof DataAccessResourceFailureException
                || e instanceof CannotCreateTransactionException;
    }

    /** The driver's message, without the statement around it. */
    static String rootMessage(Throwable e) {
        return String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage());
    }
}
