package io.opadpo.service.retention;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;

/**
 * Work that one process of the platform does at a time, by an advisory lock of the database, which a process that dies
 * gives up. It spares work twice done: what it guards has to be safe without it.
 */
public class OneAtATime {
    private static final int PLATFORM = 0x0DAD;

    private final DataSource dataSource;

    OneAtATime(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /** What the work gives, or nothing if another process is at it. */
    public <T> Optional<T> run(String name, Supplier<T> work) {
        try (Connection connection = dataSource.getConnection()) {
            if (!ask(connection, "SELECT pg_try_advisory_lock(?, hashtext(?))", name)) {
                return Optional.empty();
            }
            try {
                return Optional.of(work.get());
            } finally {
                ask(connection, "SELECT pg_advisory_unlock(?, hashtext(?))", name);
            }
        } catch (SQLException e) {
            throw new CannotGetJdbcConnectionException("No lock for " + name, e);
        }
    }

    private static boolean ask(Connection connection, String sql, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setInt(1, PLATFORM);
            statement.setString(2, name);
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }
}
