package io.opadpo.llava.tokenizer;

import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What SentencePiece itself answers for the tiny vocabulary. */
record GoldenCases(List<Encoded> encode, List<Decoded> decode) {

    /** A text, its ids, and what those decode to. */
    record Encoded(String text, int[] ids, String decoded) {}

    record Decoded(int[] ids, String decoded) {}

    static GoldenCases read() {
        return JsonMapper.shared()
                .readValue(TokenizerFixtures.resource("cases.json").toFile(), GoldenCases.class);
    }

    static List<JsonNode> llama() {
        Path file = TokenizerFixtures.fixtures().resolve("llama-tokenizer-cases.json");
        return List.copyOf(JsonMapper.shared().readTree(file.toFile()).values());
    }
}
