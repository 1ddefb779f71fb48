package io.opadpo.llava.train.data;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** JSON that nobody vouches for. */
final class Json {

    /** Longest line of a data file, in bytes: the largest image as base64, and its texts. */
    static final int MAX_LINE = 32 << 20;

    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(MAX_LINE)
                            .build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final int SHOWN = 100;

    private Json() {}

    static String reason(JacksonException e) {
        return abridged(String.valueOf(e.getOriginalMessage()));
    }

    /** Foreign text as it may stand in a message: short, on one line. */
    static String abridged(String text) {
        String start = text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
        return start.replaceAll("\\p{Cntrl}", " ");
    }
}
