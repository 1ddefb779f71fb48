package io.opadpo.quickstart.system;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;

/** A PostgreSQL that writes through to the disk, at one port, and can go down in two ways. */
final class Server implements AutoCloseable {

    static final String USER = "postgres";

    private final Path folder;
    private EmbeddedPostgres running;

    Server(Path folder) throws IOException {
        this.folder = folder;
        running = builder().start();
    }

    private EmbeddedPostgres.Builder builder() {
        return EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .setPGStartupWait(Duration.ofSeconds(60))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on");
    }

    String url() {
        return "jdbc:postgresql://127.0.0.1:" + running.getPort() + "/postgres";
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), USER, "");
    }

    /** Ends sessions, writes everything, stops, and starts again. */
    void restart() throws IOException {
        int port = running.getPort();
        running.close();
        running = builder().setPort(port).start();
    }

    /** Stops without writing anything more, as if it had crashed; the next start recovers from the log. */
    void crash() throws IOException {
        int port = running.getPort();
        String number = Files.readAllLines(folder.resolve("postmaster.pid")).get(0);
        ProcessHandle process = ProcessHandle.of(Long.parseLong(number)).orElseThrow();
        new ProcessBuilder("kill", "-QUIT", number).start().onExit().join();
        process.onExit().join();
        running.close();
        running = builder().setPort(port).start();
    }

    @Override
    public void close() throws IOException {
        running.close();
    }
}
