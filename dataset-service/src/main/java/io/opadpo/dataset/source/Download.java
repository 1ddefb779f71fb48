package io.opadpo.dataset.source;

import io.opadpo.dataset.Digests;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a remote file to this disk, going on where an earlier try or run has stopped. */
final class Download {

    private static final Logger log = LoggerFactory.getLogger(Download.class);
    private static final int BUFFER = 1 << 20;

    private final int tries;
    private final Duration pause;

    /** @param tries how often, without a byte more */
    Download(int tries, Duration pause) {
        this.tries = tries;
        this.pause = pause;
    }

    /** Opens the remote file at a byte. */
    @FunctionalInterface
    interface Remote {
        InputStream from(long offset) throws IOException, JobException;
    }

    /** The file, checked against its manifest. */
    Path fetch(Manifest.File file, Path folder, Remote remote, Runnable watch) throws IOException, JobException {
        Path target = folder.resolve(id(file) + "-" + simple(file.name()));
        if (Files.exists(target)) {
            return target;
        }
        Files.createDirectories(folder);
        Path part = folder.resolve(target.getFileName() + ".part");
        if (!Files.exists(part)) {
            Files.createFile(part); // An empty file is asked for no byte.
        }
        int failures = 0;
        while (size(part) < file.bytes()) {
            long before = size(part);
            try (InputStream in = remote.from(before)) {
                append(in, part, file.bytes() - before, watch);
                if (size(part) < file.bytes()) {
                    throw new IOException("the connection ended early");
                }
            } catch (IOException e) {
                failures = size(part) > before ? 0 : failures + 1;
                log.info("Download of {} stopped at byte {}: {}", file.name(), size(part), e.toString());
                if (failures == tries) {
                    throw new JobException(
                            new JobError(
                                    "SOURCE_UNAVAILABLE", "No more of " + file.name() + " comes", true, file.name()),
                            e);
                }
                watch.run();
                LockSupport.parkNanos(pause.toNanos() << failures);
            }
        }
        if (!Checksum.fits(part, file)) {
            Files.delete(part);
            throw new JobException(
                    new JobError("CHECKSUM", file.name() + " came with other bytes than it should", true, file.name()),
                    null);
        }
        return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** One byte more than are missing tells that the file is another, and no disk is filled by an endless one. */
    private static void append(InputStream in, Path part, long missing, Runnable watch) throws IOException {
        long left = missing + 1;
        byte[] buffer = new byte[BUFFER];
        try (OutputStream out = Files.newOutputStream(part, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
            for (int n = read(in, buffer, left); n > 0; n = read(in, buffer, left)) {
                out.write(buffer, 0, n);
                left -= n;
                watch.run();
            }
        }
    }

    /** How many bytes came; 0 or less if no more come, or are wanted. */
    private static int read(InputStream in, byte[] buffer, long most) throws IOException {
        return in.read(buffer, 0, (int) Math.min(buffer.length, most));
    }

    /** The same for the same content at the same place, so that no other is taken for it. */
    private static String id(Manifest.File file) {
        String content = file.location() + '\n' + file.bytes() + '\n' + file.checksum();
        return Digests.sha256(content.getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    }

    private static long size(Path file) throws IOException {
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** A name's end as it may stand in a file name of ours; the extension tells the format. */
    private static String simple(String name) {
        String simple = name.replaceAll("[^A-Za-z0-9._-]", "_");
        return simple.substring(Math.max(0, simple.length() - 100));
    }
}
