package io.opadpo.dataset.version;

import io.opadpo.dataset.image.DataUrl;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How a line of a data set is written out; null leaves it out. */
enum LineForm {
    /** As it is stored, its image by name. */
    STORED((line, images) -> line),
    /** The same with its image within. */
    INLINE((line, images) -> line.put("image", images.apply(line).url())),
    /** The fields of the method's published data. */
    REFERENCE(LineForm::reference),
    /** OpenAI's preference format: the revised answer is preferred to the original. */
    REVISED((line, images) -> preference(line, "revised", images)),
    /** The same, with the standard answer preferred. */
    STANDARD((line, images) -> preference(line, "standard", images));

    /** An image's bytes. */
    record ImageBytes(String mediaType, byte[] bytes) {
        String url() {
            return DataUrl.of(mediaType, bytes);
        }
    }

    /** Finds the image of a line. */
    interface ImageFinder extends Function<JsonNode, ImageBytes> {}

    private static final JsonMapper JSON = JsonMapper.shared();

    private final BiFunction<ObjectNode, ImageFinder, @Nullable ObjectNode> form;

    LineForm(BiFunction<ObjectNode, ImageFinder, @Nullable ObjectNode> form) {
        this.form = form;
    }

    @Nullable
    ObjectNode of(ObjectNode line, ImageFinder images) {
        return form.apply(line, images);
    }

    private static ObjectNode reference(ObjectNode line, ImageFinder images) {
        JsonNode report = line.path("report");
        ObjectNode form = JSON.createObjectNode()
                .put("queries", "<image>\n" + line.path("question").asString())
                .put(
                        "image_bytes",
                        Base64.getEncoder().encodeToString(images.apply(line).bytes()))
                .put("standard_response", line.path("standard").asString())
                .put("original_generate_response", line.path("original").asString())
                .put("AI_pseudo_response", line.path("revised").asString());
        return report.isNull() ? form.putNull("AI_json_report") : form.put("AI_json_report", report.toString());
    }

    /** A pair of equal answers prefers nothing and is left out, as is an answer that there is not. */
    private static @Nullable ObjectNode preference(ObjectNode line, String preferred, ImageFinder images) {
        String better = line.path(preferred).asString();
        String worse = line.path("original").asString();
        if (worse.isBlank() || better.strip().equals(worse.strip())) {
            return null;
        }
        List<Map<String, Object>> content = List.of(
                Map.of("type", "text", "text", line.path("question").asString()),
                Map.of(
                        "type",
                        "image_url",
                        "image_url",
                        Map.of("url", images.apply(line).url())));
        ObjectNode form = JSON.createObjectNode();
        ObjectNode input = form.putObject("input");
        input.set("messages", JSON.valueToTree(List.of(Map.of("role", "user", "content", content))));
        input.putArray("tools");
        input.put("parallel_tool_calls", true);
        form.set("preferred_output", answer(better));
        form.set("non_preferred_output", answer(worse));
        return form;
    }

    private static ArrayNode answer(String text) {
        ArrayNode messages = JSON.createArrayNode();
        messages.addObject().put("role", "assistant").put("content", text);
        return messages;
    }
}
