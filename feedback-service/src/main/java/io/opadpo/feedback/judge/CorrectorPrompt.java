package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the corrector is told, from {@code prompts/<version>.txt} or in a job's own words. A version that has been used is
 * never changed; a better one gets a file of its own, because every report names the version it was asked for with, and
 * its hash.
 */
public final class CorrectorPrompt {
    private static final Pattern SECTION = Pattern.compile("^### (\\w+)\\R", Pattern.MULTILINE);
    private static final Pattern VERSION = Pattern.compile("[a-z0-9-]{1,32}");

    /** Whose schema, and repair, prompts of a job's own have. */
    private static final String NEWEST = "v2";

    private final String version;
    private final Map<String, String> sections;
    private final JsonNode schema;
    private final String sha256;

    private CorrectorPrompt(String version, Map<String, String> sections, JsonNode schema) {
        this.version = version;
        this.sections = sections;
        this.schema = schema;
        this.sha256 = Sha256.of(new TreeMap<>(sections) + schema.toString());
    }

    /** The prompt that a job asks for; null is the configured version. */
    public static CorrectorPrompt of(@Nullable PromptText text, String configured) {
        if (text == null || !text.custom()) {
            return load(text == null || text.version() == null ? configured : text.version());
        }
        CorrectorPrompt newest = load(NEWEST);
        Map<String, String> sections = new HashMap<>(newest.sections);
        sections.put("system", Objects.requireNonNull(text.system()));
        sections.put("user", Objects.requireNonNull(text.user()));
        if (text.repair() != null) {
            sections.put("repair", text.repair());
        }
        return new CorrectorPrompt(Objects.requireNonNullElse(text.version(), "custom"), sections, newest.schema);
    }

    /** Whether there is such a version. */
    static boolean exists(String version) {
        return VERSION.matcher(version).matches()
                && CorrectorPrompt.class.getResource("/prompts/" + version + ".txt") != null;
    }

    /** The prompt of this version; throws {@link IllegalArgumentException} if there is none. */
    public static CorrectorPrompt load(String version) {
        if (!VERSION.matcher(version).matches()) {
            throw new IllegalArgumentException("No version of the prompt: " + version);
        }
        String text = resource(version + ".txt");
        Map<String, String> sections = new HashMap<>();
        Matcher section = SECTION.matcher(text);
        for (boolean found = section.find(); found; ) {
            String name = section.group(1);
            int start = section.end();
            found = section.find();
            sections.put(
                    name,
                    text.substring(start, found ? section.start() : text.length())
                            .strip());
        }
        return new CorrectorPrompt(version, sections, JsonMapper.shared().readTree(resource(version + ".schema.json")));
    }

    private static String resource(String name) {
        try (InputStream in = CorrectorPrompt.class.getResourceAsStream("/prompts/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("No file of the prompt: " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String version() {
        return version;
    }

    /** Of all that is told, as it stands before places are filled. */
    public String sha256() {
        return sha256;
    }

    /** JSON schema of the report asked for. */
    JsonNode schema() {
        return schema;
    }

    /** The image, and what is to be done with the answer. */
    List<ChatMessage> question(Answer answer, String imageUrl) {
        String standard = Objects.requireNonNullElse(answer.standard(), "");
        String text = fill(
                "user",
                Map.of(
                        "question", answer.question(),
                        "standard", standard.isBlank() ? "(none)" : standard,
                        "answer", answer.answer()));
        return List.of(ChatMessage.system(fill("system", Map.of())), ChatMessage.user(imageUrl, text));
    }

    /** What to say to a reply that is no report. */
    ChatMessage repair(String problem) {
        return ChatMessage.user(fill("repair", Map.of("problem", problem)));
    }

    /** Fills places in one pass: what is filled in is text, whatever it looks like. */
    private String fill(String section, Map<String, String> values) {
        String template = Objects.requireNonNull(sections.get(section), section);
        return PromptText.PLACE
                .matcher(template)
                .replaceAll(place -> Matcher.quoteReplacement(values.getOrDefault(place.group(1), place.group())));
    }
}
