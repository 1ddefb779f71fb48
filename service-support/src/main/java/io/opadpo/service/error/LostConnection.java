package io.opadpo.service.error;

import java.sql.SQLException;
import org.hibernate.TransactionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that has gone away under a statement from other failures; JPA has no exception of its own for it. */
final class LostConnection {
    private LostConnection() {}

    /** Whether this is why the exception was thrown. A rollback fails only where there is no connection any more. */
    static boolean caused(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof TransactionException || (e instanceof SQLException sql && lost(sql.getSQLState()))) {
                return true;
            }
        }
        return false;
    }

    /** States of connections that cannot be made or break, and of a server that shuts down. */
    private static boolean lost(@Nullable String state) {
        return state != null && (state.startsWith("08") || state.startsWith("57P"));
    }
}
