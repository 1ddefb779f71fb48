package io.opadpo.feedback;

import io.opadpo.service.testing.TestService;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** One more replica of the service, in a process of its own that can be killed. */
final class ReplicaProcess implements AutoCloseable {
    private static final int UP = '+';

    private final Process process;

    private ReplicaProcess(Process process) {
        this.process = process;
    }

    /** In the new process: the database's address, then properties. */
    @SuppressWarnings("SystemOut")
    public static void main(String[] args) throws IOException {
        TestService.startOn(args[0], FeedbackService.application(), Arrays.copyOfRange(args, 1, args.length));
        System.out.write(UP);
        System.out.flush();
    }

    /** Starts one, and waits until it is up. */
    static ReplicaProcess start(String database, String[] properties) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-XX:TieredStopAtLevel=1",
                "-Xmx384m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaProcess.class.getName(),
                database));
        command.addAll(List.of(properties));
        Process process = new ProcessBuilder(command)
                .redirectError(new File("target/replica-process.log"))
                .start();
        StringBuilder said = new StringBuilder();
        for (int c = process.getInputStream().read();
                c != UP;
                c = process.getInputStream().read()) {
            if (c < 0) {
                throw new IOException("The replica did not come up: " + said);
            }
            said.append(new String(new byte[] {(byte) c}, StandardCharsets.ISO_8859_1));
        }
        // What it logs must not fill the pipe.
        Thread drain = new Thread(() -> {
            try (var out = process.getInputStream()) {
                out.transferTo(java.io.OutputStream.nullOutputStream());
            } catch (IOException e) {
                // It was killed.
            }
        });
        drain.setDaemon(true);
        drain.start();
        return new ReplicaProcess(process);
    }

    /** SIGKILL: it can do nothing about it. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
