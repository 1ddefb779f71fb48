package io.opadpo.quickstart.system;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A service in a JVM of its own, which can be killed without warning. */
final class ServiceProcess implements AutoCloseable {

    private final Process process;
    private final CompletableFuture<Void> started = new CompletableFuture<>();

    private ServiceProcess(Process process, Path log) {
        this.process = process;
        Thread reader = new Thread(() -> read(log), "log of " + log.getFileName());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts the service; {@link #awaitStart} waits for it.
     *
     * @param environment as a person or an orchestrator would set it
     * @param log is added to
     */
    static ServiceProcess start(Service service, Map<String, String> environment, List<String> arguments, Path log)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dai.djl.pytorch.num_threads=1",
                "-cp",
                service.classPath(),
                service.mainClass()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(environment);
        return new ServiceProcess(builder.start(), log);
    }

    /** Waits until the service says that it has started. */
    void awaitStart() {
        started.join();
    }

    /** Keeps what the process says, so that it never waits for a reader. */
    private void read(Path log) {
        try (BufferedReader lines = process.inputReader();
                BufferedWriter copy =
                        Files.newBufferedWriter(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                copy.write(line + "\n");
                copy.flush();
                if (line.contains(": Started ")) {
                    started.complete(null);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            started.completeExceptionally(new AssertionError("the service ended before it had started; see " + log));
        }
    }

    /** SIGKILL. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
