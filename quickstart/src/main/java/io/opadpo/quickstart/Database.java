package io.opadpo.quickstart;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/**
 * A PostgreSQL server over a folder that is kept. It writes through to the disk, as production does and as the embedded
 * one by default does not, and asks for passwords; only its very first second, before it has any, goes without.
 */
final class Database implements AutoCloseable {

    private static final String NAME = "opadpo";
    private static final String PASSWORDS = """
            local all all scram-sha-256
            host all all 127.0.0.1/32 scram-sha-256
            host all all ::1/128 scram-sha-256
            """;

    private final EmbeddedPostgres server;
    private final String password;

    private Database(EmbeddedPostgres server, String password) {
        this.server = server;
        this.password = password;
    }

    /**
     * Starts the server.
     *
     * @param folder its data; made at the first start
     * @param password of the services' role and of the superuser, letters, digits and underscores
     */
    static Database start(Path folder, String password) throws IOException {
        LeftOverServer.stop(folder);
        EmbeddedPostgres server = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("password_encryption", "scram-sha-256")
                .setConnectConfig("password", password)
                .start();
        Database database = new Database(server, password);
        try {
            database.prepare(folder.resolve("pg_hba.conf"));
        } catch (SQLException | IOException e) {
            database.close();
            throw new QuickstartException("The database cannot be prepared: " + e.getMessage(), e);
        }
        return database;
    }

    private void prepare(Path access) throws SQLException, IOException {
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            if (!Files.readString(access).equals(PASSWORDS)) {
                statement.execute("ALTER ROLE postgres PASSWORD '" + password + "'");
                if (isEmpty(statement, "SELECT 1 FROM pg_roles WHERE rolname = '" + NAME + "'")) {
                    statement.execute("CREATE ROLE " + NAME + " LOGIN");
                }
                statement.execute("ALTER ROLE " + NAME + " PASSWORD '" + password + "'");
                if (isEmpty(statement, "SELECT 1 FROM pg_database WHERE datname = '" + NAME + "'")) {
                    statement.execute("CREATE DATABASE " + NAME + " OWNER " + NAME);
                }
                // Last, so that an interrupted preparation is done again.
                Files.writeString(access, PASSWORDS);
                statement.execute("SELECT pg_reload_conf()");
            }
            require(statement, "fsync");
            require(statement, "synchronous_commit");
        }
    }

    private static boolean isEmpty(Statement statement, String query) throws SQLException {
        try (ResultSet rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    private static void require(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SHOW " + setting)) {
            if (!rows.next() || !rows.getString(1).equals("on")) {
                throw new SQLException(setting + " is off");
            }
        }
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/" + NAME;
    }

    String user() {
        return NAME;
    }

    String password() {
        return password;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
