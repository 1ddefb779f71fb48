package io.opadpo.feedback.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Finds the JSON object in what a model wrote around it, and reads it as generously as can be without guessing. */
final class ReplyJson {
    /** In UTF-16 units; 3,000 tokens stay far below. */
    private static final int LONGEST_REPLY = 1 << 18;

    private static final Pattern FENCED = Pattern.compile("```[A-Za-z]*\\s*(\\{.*\\})\\s*```", Pattern.DOTALL);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(
                    JsonReadFeature.ALLOW_TRAILING_COMMA,
                    JsonReadFeature.ALLOW_SINGLE_QUOTES,
                    JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS,
                    JsonReadFeature.ALLOW_BACKSLASH_ESCAPING_ANY_CHARACTER)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private ReplyJson() {}

    static JsonNode read(String reply) {
        if (reply.length() > LONGEST_REPLY) {
            throw new InvalidReport("The reply is longer than " + LONGEST_REPLY + " characters");
        }
        String json = object(reply);
        try {
            return JSON.readTree(json);
        } catch (JacksonException e) {
            throw new InvalidReport("The reply is not valid JSON: " + Texts.abridged(e.getOriginalMessage()));
        }
    }

    private static String object(String reply) {
        Matcher fenced = FENCED.matcher(reply);
        if (fenced.find()) {
            return fenced.group(1);
        }
        int start = reply.indexOf('{');
        int end = reply.lastIndexOf('}');
        if (start < 0 || end < start) {
            throw new InvalidReport("The reply holds no JSON object");
        }
        return reply.substring(start, end + 1);
    }
}
