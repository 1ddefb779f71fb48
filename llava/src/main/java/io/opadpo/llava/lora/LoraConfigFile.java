package io.opadpo.llava.lora;

import io.opadpo.llava.files.AtomicFile;
import io.opadpo.llava.files.JsonFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
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
        check(file, json);
        try {
            return new LoraConfig(
                    json.path("r").asInt(8),
                    json.path("lora_alpha").asDouble(8),
                    json.path("use_rslora").asBoolean(false),
                    targets(file, json.path("target_modules")),
                    numbers(file, json, "rank_pattern", true),
                    numbers(file, json, "alpha_pattern", false),
                    json.path("base_model_name_or_path").asString(""));
        } catch (IllegalArgumentException e) {
            throw new AdapterException(file + ": " + e.getMessage());
        }
    }

    private static void check(Path file, ObjectNode json) {
        String type = json.path("peft_type").asString("");
        if (!type.equals("LORA")) {
            throw new AdapterException(file + ": peft_type is \"" + type + "\", but only LORA is supported");
        }
        String bias = json.path("bias").asString("none");
        if (!bias.equals("none")) {
            throw new AdapterException(file + ": bias is \"" + bias + "\", but only none is supported");
        }
        for (String field : List.of("r", "lora_alpha")) {
            if (json.has(field) && !json.path(field).isNumber()) {
                throw new AdapterException(file + ": " + field + " is not a number");
            }
        }
        for (String field : UNSUPPORTED) {
            JsonNode value = json.path(field);
            boolean unset = value.isMissingNode() || value.isNull() || value.isContainer() && value.isEmpty();
            if (!unset && !(value.isBoolean() && !value.asBoolean())) {
                throw new AdapterException(file + ": " + field + " is set, which is not supported");
            }
        }
    }

    private static LoraTargets targets(Path file, JsonNode node) {
        if (node.isArray()) {
            List<String> names = new ArrayList<>();
            node.forEach(name -> names.add(name.asString("")));
            return new LoraTargets.Names(names);
        }
        String text = node.asString("");
        if (text.equals("all-linear")) {
            return new LoraTargets.AllLinear();
        }
        if (text.isEmpty()) {
            throw new AdapterException(file + ": target_modules is missing");
        }
        try {
            return new LoraTargets.Regex(Pattern.compile(text));
        } catch (PatternSyntaxException e) {
            throw new AdapterException(file + ": target_modules is no regular expression: " + text);
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends Number> Map<String, T> numbers(
            Path file, ObjectNode json, String field, boolean integers) {
        Map<String, T> result = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : json.path(field).properties()) {
            JsonNode value = entry.getValue();
            if (!value.isNumber() || integers && (!value.isInt() || value.asInt() < 1)) {
                throw new AdapterException(file + ": " + field + "[" + entry.getKey() + "] is no valid number");
            }
            try {
                Pattern.compile(entry.getKey());
            } catch (PatternSyntaxException e) {
                throw new AdapterException(file + ": " + field + ": " + entry.getKey() + " is no regular expression");
            }
            result.put(entry.getKey(), (T) (integers ? (Number) value.asInt() : (Number) value.asDouble()));
        }
        return result;
    }

    static void write(Path folder, LoraConfig config) throws IOException {
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
            json.put("target_modules", targets.pattern().pattern());
        } else {
            json.put("target_modules", "all-linear");
        }
        byte[] bytes = MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(json);
        AtomicFile.write(folder.resolve(NAME), out -> out.write(ByteBuffer.wrap(bytes)));
    }
}
