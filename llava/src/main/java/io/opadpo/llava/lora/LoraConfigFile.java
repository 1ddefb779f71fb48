package io.opadpo.llava.lora;

import io.opadpo.llava.files.AtomicFile;
import io.opadpo.llava.files.JsonFile;
import io.opadpo.llava.weights.Keys;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes {@code adapter_config.json}. */
final class LoraConfigFile {

    static final String NAME = "adapter_config.json";

    private static final int MAX_BYTES = 1 << 20;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Fields that change the arithmetic in ways this library does not know, unless empty or false. */
    private static final List<String> UNSUPPORTED = List.of(
            "use_dora",
            "use_qalora",
            "use_bdlora",
            "fan_in_fan_out",
            "lora_bias",
            "modules_to_save",
            "layers_to_transform",
            "layer_replication",
            "trainable_token_indices",
            "target_parameters",
            "alora_invocation_tokens",
            "kasa_config",
            "arrow_config",
            "monteclora_config");

    /** Ways to initialise that leave the base as it is; PiSSA, OLoRA, CorDA, LoftQ and LoRA-GA do not. */
    private static final Set<String> UNCHANGED_BASE = Set.of("gaussian", "eva", "orthogonal");

    private LoraConfigFile() {}

    /**
     * Reads a folder's configuration.
     *
     * @throws AdapterException naming the field that is wrong or unsupported
     * @throws io.opadpo.llava.files.JsonFileException if the file is missing or no JSON
     */
    static LoraConfig read(Path folder) {
        Path file = folder.resolve(NAME);
        ObjectNode json = JsonFile.readObject(file, MAX_BYTES);
        try {
            checkSupported(json);
            return new LoraConfig(
                    json.hasNonNull("r") ? integer("r", json.path("r")) : 8,
                    json.hasNonNull("lora_alpha") ? number("lora_alpha", json.path("lora_alpha")) : 8,
                    flag(json, "use_rslora"),
                    targets(json.path("target_modules")),
                    patterns(json, "rank_pattern", LoraConfigFile::integer),
                    patterns(json, "alpha_pattern", LoraConfigFile::number),
                    json.path("base_model_name_or_path").asString(""));
        } catch (IllegalArgumentException e) {
            throw new AdapterException(file + ": " + e.getMessage());
        }
    }

    private static void checkSupported(ObjectNode json) {
        require(json, "peft_type", "", "LORA");
        require(json, "bias", "none", "none");
        JsonNode start = json.path("init_lora_weights");
        if (start.isString() && !UNCHANGED_BASE.contains(start.stringValue())) {
            throw new IllegalArgumentException("init_lora_weights is \"" + start.stringValue()
                    + "\", which changes the base model's weights and is not supported");
        }
        for (String field : UNSUPPORTED) {
            JsonNode value = json.path(field);
            boolean unset = value.isMissingNode() || value.isNull() || (value.isContainer() && value.isEmpty());
            if (!unset && !(value.isBoolean() && !value.booleanValue())) {
                throw new IllegalArgumentException(field + " is set, which is not supported");
            }
        }
    }

    private static void require(ObjectNode json, String field, String byDefault, String supported) {
        String value = json.hasNonNull(field) ? json.path(field).asString("") : byDefault;
        if (!value.equals(supported)) {
            throw new IllegalArgumentException(
                    field + " is " + Keys.quote(value) + ", but only " + supported + " is supported");
        }
    }

    private static LoraTargets targets(JsonNode node) {
        if (node.isArray()) {
            List<String> names = new ArrayList<>();
            for (JsonNode name : node) {
                if (!name.isString()) {
                    throw new IllegalArgumentException("target_modules holds something that is not a string");
                }
                names.add(name.stringValue());
            }
            return new LoraTargets.Names(names);
        }
        if (!node.isString() || node.stringValue().isEmpty()) {
            throw new IllegalArgumentException("target_modules is neither a list nor a string");
        }
        String text = node.stringValue();
        return text.equals("all-linear") ? new LoraTargets.AllLinear() : new LoraTargets.Regex(text);
    }

    private static <T> Map<String, T> patterns(ObjectNode json, String field, BiFunction<String, JsonNode, T> value) {
        Map<String, T> result = new LinkedHashMap<>();
        if (json.hasNonNull(field) && !json.path(field).isObject()) {
            throw new IllegalArgumentException(field + " is not an object");
        }
        for (Map.Entry<String, JsonNode> entry : json.path(field).properties()) {
            String name = field + "[" + Keys.quote(entry.getKey()) + "]";
            result.put(entry.getKey(), value.apply(name, entry.getValue()));
        }
        return result;
    }

    private static int integer(String name, JsonNode value) {
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw new IllegalArgumentException(name + " is not a 32-bit integer");
        }
        return value.intValue();
    }

    private static double number(String name, JsonNode value) {
        if (!value.isNumber()) {
            throw new IllegalArgumentException(name + " is not a number");
        }
        return value.doubleValue();
    }

    private static boolean flag(ObjectNode json, String field) {
        if (json.hasNonNull(field) && !json.path(field).isBoolean()) {
            throw new IllegalArgumentException(field + " is not true or false");
        }
        return json.path(field).asBoolean(false);
    }

    /** @param excluded modules that the targets mean, but that have no matrices */
    static void write(Path folder, LoraConfig config, List<String> excluded) throws IOException {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("peft_type", "LORA");
        json.put("task_type", "CAUSAL_LM");
        json.put("base_model_name_or_path", config.baseModel());
        json.put("r", config.rank());
        json.put("lora_alpha", config.alpha());
        json.put("lora_dropout", 0.0);
        json.put("bias", "none");
        json.put("fan_in_fan_out", false);
        json.put("inference_mode", true);
        json.put("use_rslora", config.rankStabilised());
        json.put("use_dora", false);
        json.putPOJO("rank_pattern", config.rankPattern());
        json.putPOJO("alpha_pattern", config.alphaPattern());
        if (config.targets() instanceof LoraTargets.Names targets) {
            json.putPOJO("target_modules", targets.names());
        } else if (config.targets() instanceof LoraTargets.Regex targets) {
            json.put("target_modules", targets.pattern());
        } else {
            json.put("target_modules", "all-linear");
        }
        json.putPOJO("exclude_modules", excluded);
        byte[] bytes = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        AtomicFile.write(folder.resolve(NAME), out -> out.write(ByteBuffer.wrap(bytes)));
    }
}
