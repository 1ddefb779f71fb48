package io.opadpo.llava.train.telemetry;

import io.opadpo.llava.files.AtomicFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file with one line of JSON per step, in order and every step once, also after crashes and resumes. Each line goes to
 * the operating system at once, so that a killed process loses none; {@link #flush()} puts them on disk.
 */
public final class JsonlSink implements TrainingListener {

    private final Path file;
    private final FileChannel out;
    private long lastStep;

    private JsonlSink(Path file, FileChannel out, long lastStep) {
        this.file = file;
        this.out = out;
        this.lastStep = lastStep;
    }

    /**
     * Goes on behind the last of a file's records up to a step. Later records, a half-written line and lines that are no
     * records are removed, the file being replaced as a whole.
     *
     * @param resumedStep the step training goes on after; 0 starts anew
     * @throws TelemetryException if the file cannot be read or written
     */
    public static JsonlSink open(Path file, long resumedStep) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            long lastStep = Files.exists(file) ? keep(file, resumedStep) : 0;
            FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return new JsonlSink(file, out, lastStep);
        } catch (IOException e) {
            throw new TelemetryException(file + ": cannot be opened for telemetry (" + e + ")", e);
        }
    }

    @Override
    public void onStep(StepRecord step) {
        if (step.step() <= lastStep) {
            throw new IllegalArgumentException("Step " + step.step() + " comes after step " + lastStep);
        }
        try {
            write(out, StepJson.line(step));
        } catch (IOException e) {
            throw new TelemetryException(file + ": cannot record step " + step.step() + " (" + e + ")", e);
        }
        lastStep = step.step();
    }

    @Override
    public void flush() {
        try {
            out.force(true);
        } catch (IOException e) {
            throw new TelemetryException(file + ": cannot be synced (" + e + ")", e);
        }
    }

    @Override
    public void close() {
        try (out) {
            out.force(true);
        } catch (IOException e) {
            throw new TelemetryException(file + ": cannot be closed (" + e + ")", e);
        }
    }

    private static long keep(Path file, long resumedStep) throws IOException {
        long[] lastStep = {0};
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            LineReader lines = new LineReader(in);
            AtomicFile.write(file, kept -> {
                for (byte[] line = lines.next(); line != null; line = lines.next()) {
                    long step = StepJson.parse(line).map(StepRecord::step).orElse(0L);
                    if (step > lastStep[0] && step <= resumedStep) {
                        write(kept, line);
                        lastStep[0] = step;
                    }
                }
            });
        }
        return lastStep[0];
    }

    private static void write(FileChannel out, byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(line);
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
