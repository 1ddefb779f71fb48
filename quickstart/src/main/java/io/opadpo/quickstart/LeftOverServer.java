package io.opadpo.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The database server of a quick start that was killed: it goes on alone, and has the folder. */
final class LeftOverServer {

    private static final int PATIENCE_SECONDS = 60;

    private LeftOverServer() {}

    /** Ends the server that has this folder, if one does. Its clients are gone, so that it ends in an orderly way. */
    static void stop(Path folder) throws IOException {
        Path file = folder.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.size() < 2 || !lines.get(0).strip().matches("[1-9][0-9]{0,9}")) {
            return;
        }
        ProcessHandle process =
                ProcessHandle.of(Long.parseLong(lines.get(0).strip())).orElse(null);
        if (process == null || !isServer(process) || !Path.of(lines.get(1)).equals(folder)) {
            return;
        }
        process.destroy();
        try {
            process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException | ExecutionException e) {
            throw new QuickstartException(
                    "Process " + process.pid() + ", the database of an earlier quick start, does not"
                            + " end; end it by hand",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QuickstartException("Interrupted", e);
        }
    }

    /** A process number may have been given to another process since. */
    private static boolean isServer(ProcessHandle process) {
        return process.info()
                .command()
                .filter(command -> command.endsWith("/postgres"))
                .isPresent();
    }
}
