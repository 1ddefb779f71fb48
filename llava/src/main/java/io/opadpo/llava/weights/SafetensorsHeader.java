package io.opadpo.llava.weights;

import io.opadpo.llava.weights.TensorFile.Placed;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.util.ByteBufferBackedInputStream;

/**
 * The header of a safetensors file, read token by token so that a large one costs no more than what it describes.
 *
 * @param tensors the tensors in the order of their bytes
 * @param metadata the strings of {@code __metadata__}
 */
record SafetensorsHeader(Map<String, Placed> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";

    private static final int LENGTH_BYTES = 8;
    private static final long MAX_HEADER_BYTES = 100_000_000;

    /** One string may not cost a multiple of the header's own size while it is put together. */
    private static final int MAX_STRING = 10_000_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(MAX_STRING).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** One tensor's entry: its bytes lie in {@code [begin, end)} after the header. */
    private record Entry(TensorInfo info, long begin, long end) {}

    static SafetensorsHeader read(FileChannel channel) throws IOException {
        long fileBytes = channel.size();
        if (fileBytes < LENGTH_BYTES) {
            throw new WeightsException("truncated: " + fileBytes + " bytes hold no safetensors header");
        }
        long headerBytes = TensorFile.read(channel, 0, LENGTH_BYTES).getLong();
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new WeightsException("header length " + Long.toUnsignedString(headerBytes) + " is over "
                    + MAX_HEADER_BYTES + ": not a safetensors file");
        }
        if (headerBytes > fileBytes - LENGTH_BYTES) {
            throw new WeightsException("truncated: a header of " + headerBytes + " bytes in a file of " + fileBytes);
        }
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Entry> entries = parse(channel.map(MapMode.READ_ONLY, LENGTH_BYTES, headerBytes), metadata);
        long dataStart = LENGTH_BYTES + headerBytes;
        return new SafetensorsHeader(place(entries, dataStart, fileBytes - dataStart), Map.copyOf(metadata));
    }

    private static List<Entry> parse(ByteBuffer header, Map<String, String> metadata) {
        if (!header.hasRemaining() || header.get(0) != '{') {
            throw new WeightsException("header does not start with '{': not a safetensors file");
        }
        // A reader of our own keeps Jackson from guessing UTF-16 or UTF-32.
        var utf8 = new InputStreamReader(new ByteBufferBackedInputStream(header), StandardCharsets.UTF_8.newDecoder());
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), utf8)) {
            List<Entry> entries = new ArrayList<>();
            expect(json.nextToken(), JsonToken.START_OBJECT, "the header");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                String name = json.currentName();
                if (name.equals(METADATA)) {
                    readMetadata(json, metadata);
                } else {
                    entries.add(readEntry(json, name));
                    bound(entries.size());
                }
            }
            expect(json.nextToken(), null, "the header's end");
            return entries;
        } catch (JacksonException e) {
            throw new WeightsException("header is not valid JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static void readMetadata(JsonParser json, Map<String, String> metadata) {
        expect(json.nextToken(), JsonToken.START_OBJECT, METADATA);
        while (json.nextToken() != JsonToken.END_OBJECT) {
            String name = json.currentName();
            expect(json.nextToken(), JsonToken.VALUE_STRING, METADATA);
            metadata.put(name, json.getString());
            bound(metadata.size());
        }
    }

    private static Entry readEntry(JsonParser json, String name) {
        StoredType type = null;
        List<Long> shape = null;
        List<Long> offsets = null;
        expect(json.nextToken(), JsonToken.START_OBJECT, Keys.quote(name));
        while (json.nextToken() != JsonToken.END_OBJECT) {
            switch (json.currentName()) {
                case "dtype" -> type = readType(json, name);
                case "shape" -> shape = readLongs(json, name);
                case "data_offsets" -> offsets = readLongs(json, name);
                default ->
                    throw new WeightsException(
                            Keys.quote(name) + " has an unknown field " + Keys.quote(json.currentName()));
            }
        }
        if (type == null || shape == null || offsets == null || offsets.size() != 2) {
            throw new WeightsException(Keys.quote(name) + " lacks dtype, shape or two data_offsets");
        }
        return new Entry(new TensorInfo(name, type, shape), offsets.get(0), offsets.get(1));
    }

    private static StoredType readType(JsonParser json, String name) {
        expect(json.nextToken(), JsonToken.VALUE_STRING, Keys.quote(name));
        String type = json.getString();
        return StoredType.named(type)
                .orElseThrow(() -> new WeightsException(
                        Keys.quote(name) + " has dtype " + Keys.quote(type) + ", which is not supported"));
    }

    private static List<Long> readLongs(JsonParser json, String name) {
        List<Long> values = new ArrayList<>();
        expect(json.nextToken(), JsonToken.START_ARRAY, Keys.quote(name));
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_NUMBER_INT, Keys.quote(name));
            values.add(json.getLongValue());
            if (values.size() > TensorInfo.MAX_RANK) {
                throw new WeightsException(Keys.quote(name) + " has over " + TensorInfo.MAX_RANK + " dimensions");
            }
        }
        return values;
    }

    private static Map<String, Placed> place(List<Entry> entries, long dataStart, long dataBytes) {
        entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        Map<String, Placed> placed = new LinkedHashMap<>();
        long end = 0;
        for (Entry entry : entries) {
            TensorInfo info = entry.info();
            if (entry.begin() != end || entry.end() < end || entry.end() - end != info.bytes()) {
                throw new WeightsException(Keys.quote(info.name()) + " has data_offsets [" + entry.begin() + ", "
                        + entry.end() + "], but its " + info.bytes() + " bytes should start at " + end);
            }
            end = entry.end();
            placed.put(info.name(), new Placed(info, dataStart + entry.begin()));
        }
        if (end != dataBytes) {
            String what = end > dataBytes ? "truncated: " : "";
            throw new WeightsException(
                    what + "the header describes " + end + " bytes of tensors, the file holds " + dataBytes);
        }
        return placed;
    }

    private static void bound(int entries) {
        if (entries > TensorFile.MAX_TENSORS) {
            throw new WeightsException("header has over " + TensorFile.MAX_TENSORS + " entries");
        }
    }

    private static void expect(@Nullable JsonToken actual, @Nullable JsonToken expected, String where) {
        if (actual != expected) {
            throw new WeightsException("in " + where + " of the header: expected " + expected + ", found " + actual);
        }
    }
}
