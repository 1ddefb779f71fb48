package io.opadpo.llava.train.telemetry;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A step as one line of JSON: {@code step}, {@code outer_step}, {@code epoch}, {@code time} (ISO 8601) and
 * {@code scalars}. JSON has no number for NaN and the infinities, so these are the strings Java and Python both parse.
 */
final class StepJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private StepJson() {}

    static byte[] line(StepRecord step) {
        ObjectNode json = MAPPER.createObjectNode();
        json.put("step", step.step());
        json.put("outer_step", step.outerStep());
        json.put("epoch", step.epoch());
        json.put("time", step.time().toString());
        ObjectNode scalars = json.putObject("scalars");
        step.scalars().forEach((name, value) -> scalars.put(name, value));
        byte[] object = MAPPER.writeValueAsBytes(json);
        byte[] line = new byte[object.length + 1];
        System.arraycopy(object, 0, line, 0, object.length);
        line[object.length] = '\n';
        return line;
    }

    /** The step a line holds; empty if the line is not whole or not ours. */
    static Optional<StepRecord> parse(byte[] line) {
        try {
            JsonNode json = MAPPER.readTree(line);
            if (!json.path("scalars").isObject()) {
                return Optional.empty();
            }
            Map<String, Double> scalars = new LinkedHashMap<>();
            json.path("scalars").properties().forEach(each -> scalars.put(each.getKey(), number(each.getValue())));
            return Optional.of(new StepRecord(
                    json.path("step").longValue(),
                    json.path("outer_step").longValue(),
                    number(json.path("epoch")),
                    Instant.parse(json.path("time").stringValue()),
                    scalars));
        } catch (JacksonException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static double number(JsonNode value) {
        return value.isString() ? Double.parseDouble(value.stringValue()) : value.doubleValue();
    }
}
