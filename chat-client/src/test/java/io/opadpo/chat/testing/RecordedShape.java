package io.opadpo.chat.testing;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The members that recorded examples have, and their types; what no example shows is as the specification lists it. */
public final class RecordedShape {
    private final List<JsonNode> examples;
    private final JsonNode members;

    /**
     * @param examples bodies
     * @param members types by path, of members that no example shows
     */
    private RecordedShape(List<JsonNode> examples, JsonNode members) {
        this.examples = examples;
        this.members = members;
    }

    /** The shape that these bodies show, beside the members that OpenAI's specification lists. */
    public static RecordedShape of(JsonNode... bodies) {
        return new RecordedShape(List.of(bodies), example("openai-members"));
    }

    /** A recorded example, by the name of its file in {@code api-examples}. */
    public static JsonNode example(String name) {
        try (InputStream in = RecordedShape.class.getResourceAsStream("/api-examples/" + name + ".json")) {
            return JsonMapper.shared().readTree(Objects.requireNonNull(in, name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** What a body has that nothing shows. */
    public List<String> strangers(JsonNode body) {
        List<String> strangers = new ArrayList<>();
        look("", body, examples, strangers);
        return strangers;
    }

    private void look(String path, JsonNode node, List<JsonNode> shown, List<String> strangers) {
        boolean known = shown.stream().anyMatch(example -> example.getNodeType() == node.getNodeType())
                || members.path(path).asString("").equals(node.getNodeType().name());
        if (!known) {
            strangers.add(path + ": " + node);
        } else if (node.isArray()) {
            List<JsonNode> elements =
                    shown.stream().flatMap(JsonNode::valueStream).toList();
            node.valueStream().forEach(element -> look(path + "[]", element, alike(element, elements), strangers));
        } else if (node.isObject() && !path.endsWith(".schema") && !path.equals("metadata")) {
            // The other members of these two are the caller's own.
            node.properties()
                    .forEach(member -> look(
                            path.isEmpty() ? member.getKey() : path + "." + member.getKey(),
                            member.getValue(),
                            shown.stream()
                                    .filter(example -> example.has(member.getKey()))
                                    .map(example -> example.path(member.getKey()))
                                    .toList(),
                            strangers));
        }
    }

    /** Messages are of several roles, and parts of several types: each is as those of its own. */
    private static List<JsonNode> alike(JsonNode element, List<JsonNode> elements) {
        return elements.stream()
                .filter(one -> Stream.of("role", "type")
                        .allMatch(name -> one.path(name).equals(element.path(name))))
                .toList();
    }
}
