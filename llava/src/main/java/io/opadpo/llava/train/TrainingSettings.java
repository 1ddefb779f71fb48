package io.opadpo.llava.train;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.opadpo.llava.files.AtomicFile;
import io.opadpo.llava.files.JsonFile;
import io.opadpo.llava.files.Sha256;
import io.opadpo.llava.lora.LoraTargets;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.loss.Divergence;
import io.opadpo.llava.train.schedule.Warmup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * All that decides what a training computes, as its folder records it. A training that goes on with other settings, or with
 * other data, would be neither the old one nor a new one, so it is refused.
 *
 * <p>Samples are compared by their ids and token ids. Their images are not, nor are the base model's weights, which would
 * take minutes to read.
 */
final class TrainingSettings {

    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            .addMixIn(Divergence.class, Named.class)
            .addMixIn(LoraTargets.class, Named.class)
            .addMixIn(Warmup.class, Named.class)
            .build();

    /** For types that come in several kinds, which may have the same fields or none. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
    private interface Named {}

    private final Map<String, Object> values = new LinkedHashMap<>();

    /** What all trainings have. How often checkpoints are written, and what is computed at once, decides nothing. */
    static TrainingSettings of(String kind, TrainingRuntime runtime, TrainingStart start, TrainerOptions options)
            throws IOException {
        return new TrainingSettings()
                .with("kind", kind)
                .with("model", runtime.model().config())
                .with("precision", runtime.model().torch().precision())
                .with("start", start.identity())
                .with("options", options.withoutMeans());
    }

    TrainingSettings with(String name, Object value) {
        values.put(name, value);
        return this;
    }

    /** Records the data: how many samples, and a hash of all that they encode. */
    TrainingSettings withData(Prepared<?> data) {
        Sha256 hash = new Sha256();
        for (Prepared.Item<?> item : data.items()) {
            hash.add(item.id().getBytes(StandardCharsets.UTF_8));
            hash.add(MAPPER.writeValueAsBytes(item.encoded()));
        }
        return with("samples", data.items().size()).with("samples_sha256", hash.hex());
    }

    /**
     * Writes the settings, or compares them with those that are there.
     *
     * @throws TrainingException naming what differs
     */
    void keep(Path file) throws IOException {
        ObjectNode mine = MAPPER.valueToTree(values);
        if (!Files.exists(file)) {
            byte[] json = MAPPER.writeValueAsBytes(mine);
            AtomicFile.write(file, out -> out.write(ByteBuffer.wrap(json)));
            return;
        }
        List<String> differences = new ArrayList<>();
        compare("", JsonFile.readObject(file, MAX_BYTES), mine, differences);
        if (!differences.isEmpty()) {
            throw new TrainingException(file + ": the training in this folder was begun with other settings: "
                    + String.join(", ", differences) + "; go on with those, or take a new folder");
        }
    }

    private static void compare(String name, JsonNode old, JsonNode now, List<String> differences) {
        if (old instanceof ObjectNode && now instanceof ObjectNode) {
            Set<String> fields = new TreeSet<>(old.propertyNames());
            fields.addAll(now.propertyNames());
            fields.forEach(field -> compare(
                    name.isEmpty() ? field : name + "." + field, old.path(field), now.path(field), differences));
        } else if (!text(old).equals(text(now))) {
            differences.add(name + " was " + text(old) + " and is " + text(now));
        }
    }

    private static String text(JsonNode node) {
        return node.isMissingNode() ? "absent" : node.toString();
    }
}
