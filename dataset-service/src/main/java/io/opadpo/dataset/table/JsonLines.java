package io.opadpo.dataset.table;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** JSON lines: an object each. Lines are found by their ends, so a bad one does not spoil those behind it. */
public final class JsonLines implements Rows {

    private static final int BUFFER = 1 << 16;
    /** Of a line with the largest image in base64. */
    private static final int MAX_LINE = 28_500_000;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_LINE)
                            .build())
                    .build())
            .build();

    private final InputStream in;
    private byte[] line = {};
    private @Nullable JsonNode parsed;
    private boolean tooLong;
    private long row = -1;

    private JsonLines(InputStream in) {
        this.in = in;
    }

    public static JsonLines open(Path path) throws IOException {
        return new JsonLines(new BufferedInputStream(Files.newInputStream(path), BUFFER));
    }

    /** None are known before a line is read. */
    @Override
    public Set<String> columns() {
        return Set.of();
    }

    @Override
    public boolean next() throws IOException {
        row++;
        parsed = null;
        tooLong = false;
        int b = in.read();
        if (b < 0) {
            return false;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (; b >= 0 && b != '\n'; b = in.read()) {
            if (bytes.size() < MAX_LINE) {
                bytes.write(b);
            } else {
                tooLong = true;
            }
        }
        line = bytes.toByteArray();
        return true;
    }

    @Override
    public long row() {
        return row;
    }

    @Override
    public @Nullable String text(String column) throws BadRowException {
        JsonNode value = value(column);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isString()) {
            return value.stringValue();
        }
        return value.toString();
    }

    /** A string's base64. */
    @Override
    public byte @Nullable [] bytes(String column) throws BadRowException {
        String text = text(column);
        try {
            return text == null ? null : Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw new BadRowException(column + " is not base64");
        }
    }

    private JsonNode value(String path) throws BadRowException {
        JsonNode node = object();
        for (String name : path.split("\\.")) {
            node = node.path(name);
        }
        return node;
    }

    private JsonNode object() throws BadRowException {
        if (tooLong) {
            throw new BadRowException("a line has at most " + MAX_LINE + " bytes");
        }
        if (parsed == null) {
            try {
                parsed = JSON.readTree(line);
            } catch (JacksonException e) {
                throw new BadRowException("not JSON");
            }
        }
        if (!parsed.isObject()) {
            throw new BadRowException("not a JSON object");
        }
        return parsed;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
