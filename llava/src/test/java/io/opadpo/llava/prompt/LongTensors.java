package io.opadpo.llava.prompt;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads the I64 tensors of a trusted safetensors fixture, flat. */
final class LongTensors {

    private final ByteBuffer data;
    private final JsonNode header;

    LongTensors(Path file) throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        byte[] json = new byte[(int) all.getLong()];
        all.get(json);
        header = JsonMapper.shared().readTree(new String(json, StandardCharsets.UTF_8));
        data = all.slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int[] ints(String key) {
        JsonNode offsets = header.get(key).get("data_offsets");
        int start = offsets.get(0).intValue();
        int[] values = new int[(offsets.get(1).intValue() - start) / Long.BYTES];
        Arrays.setAll(values, i -> (int) data.getLong(start + i * Long.BYTES));
        return values;
    }

    int[] row(String key, int row) {
        int width = header.get(key).get("shape").get(1).intValue();
        return Arrays.copyOfRange(ints(key), row * width, (row + 1) * width);
    }
}
