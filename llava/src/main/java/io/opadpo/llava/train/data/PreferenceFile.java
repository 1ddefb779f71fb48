package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.LineReader.Line;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Streams samples from a file of JSON lines, in UTF-8. Each line is an object; blank lines are skipped, unknown fields
 * ignored.
 *
 * <pre>{@code
 * {"id": "coco-17", "image": "train/17.jpg", "question": "What is shown?",
 *  "standard": "A cat.", "original": "A dog.", "revised": "A cat.", "report": {"0": {...}}}
 * }</pre>
 *
 * <ul>
 *   <li>{@code id}: string or whole number, required, as are {@code question}, {@code standard}, {@code original};
 *   <li>{@code image}: path below the image folder, or a base64 {@code data:} URL; optional;
 *   <li>{@code revised}: optional, the report's by default;
 *   <li>{@code report}: an object, or the corrector's reply as a string; an absent, null or empty one is none.
 * </ul>
 *
 * <p>A bad line is a {@link SampleException} that names file and line or sample; the next call goes on behind it. For
 * one thread.
 */
public final class PreferenceFile implements SampleSource, AutoCloseable {

    private final Path file;
    private final Path imageRoot;
    private final LineReader lines;

    private PreferenceFile(Path file, Path imageRoot, LineReader lines) {
        this.file = file;
        this.imageRoot = imageRoot;
        this.lines = lines;
    }

    /** Opens a file whose images lie beside or below it. */
    public static PreferenceFile open(Path file) {
        Path folder = file.toAbsolutePath().getParent();
        return open(file, folder == null ? file : folder);
    }

    /**
     * Opens a file.
     *
     * @param imageRoot folder that image paths start from and do not leave
     * @throws DataException when it cannot be opened
     */
    public static PreferenceFile open(Path file, Path imageRoot) {
        // A pipe or device may never end.
        if (!Files.isRegularFile(file)) {
            throw new DataException(file + ": not a regular file");
        }
        try {
            return new PreferenceFile(file, imageRoot, new LineReader(Files.newInputStream(file), Json.MAX_LINE));
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public @Nullable PreferenceSample next() {
        for (Line line = nextLine(); line != null; line = nextLine()) {
            String at = file + ":" + line.number();
            byte[] bytes = line.bytes();
            if (bytes == null) {
                throw new SampleException(at, DropReason.UNREADABLE, "longer than " + Json.MAX_LINE + " bytes");
            }
            if (!isBlank(bytes)) {
                return new SampleFields(at, parse(at, bytes), imageRoot).sample();
            }
        }
        return null;
    }

    private @Nullable Line nextLine() {
        try {
            return lines.next();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    private static boolean isBlank(byte[] bytes) {
        for (byte b : bytes) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode parse(String at, byte[] bytes) {
        // A decoder of its own refuses what is not UTF-8; Jackson alone would guess other encodings.
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        try {
            return Json.MAPPER.readTree(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()));
        } catch (JacksonException e) {
            throw new SampleException(at, DropReason.UNREADABLE, "not JSON: " + Json.reason(e), e);
        }
    }

    private static DataException unreadable(Path file, IOException e) {
        return new DataException(file + ": cannot be read (" + e + ")", e);
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw unreadable(file, e);
        }
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
