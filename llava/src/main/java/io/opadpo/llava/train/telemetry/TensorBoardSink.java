package io.opadpo.llava.train.telemetry;

import io.opadpo.llava.files.FileTree;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the scalars of each step as a TensorBoard events file, readable while training runs. A resumed run starts a
 * file of its own, whose first event tells TensorBoard to forget the steps that are done again.
 */
public final class TensorBoardSink implements TrainingListener {

    private static final Pattern FILE_NAME = Pattern.compile("events\\.out\\.tfevents\\.(\\d{10,18})\\.opadpo");

    private final Path file;
    private final FileChannel out;

    private TensorBoardSink(Path file, FileChannel out) {
        this.file = file;
        this.out = out;
    }

    /**
     * Starts an events file.
     *
     * @param folder TensorBoard's log directory; made if it is missing
     * @param resumedStep the step training goes on after; 0 starts anew
     * @param clock tells the time in the file's name and first event
     * @throws TelemetryException if the file cannot be written
     */
    public static TensorBoardSink open(Path folder, long resumedStep, Clock clock) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(nextName(folder, clock.instant()));
            FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            TensorBoardSink sink = new TensorBoardSink(file, out);
            sink.write(TensorBoardEvent.fileVersion(clock.instant()));
            sink.write(TensorBoardEvent.restart(clock.instant(), resumedStep + 1));
            return sink;
        } catch (IOException e) {
            throw new TelemetryException(folder + ": cannot be opened for events (" + e + ")", e);
        }
    }

    @Override
    public void onStep(StepRecord step) {
        write(TensorBoardEvent.scalars(step));
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

    private void write(byte[] event) {
        try {
            TfRecord.write(out, event);
        } catch (IOException e) {
            throw new TelemetryException(file + ": cannot be written (" + e + ")", e);
        }
    }

    /** TensorBoard reads files by name, so a later one must sort behind the others even if the clock went back. */
    private static String nextName(Path folder, Instant now) throws IOException {
        long latest = FileTree.children(folder).stream()
                .map(file -> FILE_NAME.matcher(file.getFileName().toString()))
                .filter(Matcher::matches)
                .mapToLong(name -> Long.parseLong(name.group(1)))
                .max()
                .orElse(0);
        long number = Math.max(now.getEpochSecond(), latest + 1);
        return String.format(Locale.ROOT, "events.out.tfevents.%010d.opadpo", number);
    }
}
