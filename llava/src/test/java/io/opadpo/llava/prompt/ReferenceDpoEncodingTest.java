package io.opadpo.llava.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class ReferenceDpoEncodingTest {

    private final Tokenizer tiny = TokenizerFixtures.tinySentencePiece();
    private final ReferenceDpoEncoding encoding = new ReferenceDpoEncoding(tiny);

    @Test
    void theQueryIsThePromptWithASecondBosAndATrailingSpace() {
        Prompt prompt = new VicunaPrompt(tiny).encode("What?", true);
        int space = tiny.pieceId("▁").getAsInt();
        int[] ids = IntStream.concat(IntStream.of(1), IntStream.concat(IntStream.of(prompt.ids()), IntStream.of(space)))
                .toArray();
        assertThat(encoding.encodeQuery("What?")).isEqualTo(new Prompt(ids, prompt.imageAt() + 1));
    }

    @Test
    void onlyTheFirstSentenceHasBos() {
        List<int[]> sentences = encoding.encodeRevised(List.of("A cat.", "", "Two."));
        assertThat(sentences).hasSize(3);
        assertThat(sentences.get(0)).startsWith(1).hasSize(1 + tiny.encode("A cat.").length);
        assertThat(sentences.get(1)).isEmpty();
        assertThat(sentences.get(2)).isEqualTo(tiny.encode("Two."));
    }

    @Test
    void bosIsLostWithAnEmptyFirstSentence() {
        List<int[]> sentences = encoding.encodeRevised(List.of("", "Two."));
        assertThat(sentences.get(0)).isEmpty();
        assertThat(sentences.get(1)).isEqualTo(tiny.encode("Two."));
    }

    @Test
    void originalSentencesAfterTheFirstLoseALoneSpaceToken() {
        int[] line = tiny.encode("\nA");
        assertThat(line).startsWith(tiny.pieceId("▁").getAsInt());
        List<String> sentences = List.of("\nA", "\nA");
        assertThat(encoding.encodeRevised(sentences).get(1)).isEqualTo(line);
        assertThat(encoding.encodeOriginal(sentences).get(0)).hasSize(1 + line.length);
        assertThat(encoding.encodeOriginal(sentences).get(1)).isEqualTo(Arrays.copyOfRange(line, 1, line.length));
    }

    @Test
    void givesTheIdsOfTheReferencesCollator() throws IOException {
        Path fixtures = TokenizerFixtures.fixtures();
        JsonNode samples =
                JsonMapper.shared().readTree(fixtures.resolve("collator.json").toFile());
        LongTensors tensors = new LongTensors(fixtures.resolve("collator.safetensors"));
        try (Tokenizer llama = TokenizerFixtures.llama()) {
            ReferenceDpoEncoding reference = new ReferenceDpoEncoding(llama);
            for (int row = 0; row < samples.size(); row++) {
                JsonNode sample = samples.get(row);
                assertThat(reference.encodeQuery(question(sample)))
                        .isEqualTo(Prompt.fromPlaceholders(unpadded(tensors.row("queries", row)), -200));
                assertThat(reference.encodeStandard(
                                sample.get("standard_response").stringValue()))
                        .isEqualTo(unpadded(tensors.row("standard_response", row)));
                assertThat(withEos(reference.encodeOriginal(sentences(sample, "copied_content"))))
                        .isEqualTo(unpadded(tensors.row("original_generate_response", row)));
                assertThat(withEos(reference.encodeRevised(sentences(sample, "rewritten_content"))))
                        .isEqualTo(unpadded(tensors.row("AI_pseudo_response", row)));
            }
        }
    }

    private static String question(JsonNode sample) {
        String query = sample.get("queries").stringValue();
        return query.substring(query.indexOf('\n') + 1, query.indexOf(" ASSISTANT:"));
    }

    private static List<String> sentences(JsonNode sample, String key) {
        JsonNode report =
                JsonMapper.shared().readTree(sample.get("AI_json_report").stringValue());
        List<String> sentences = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : report.properties()) {
            if (entry.getValue().has(key)) {
                sentences.add(entry.getValue().get(key).stringValue());
            }
        }
        return sentences;
    }

    private static int[] withEos(List<int[]> sentences) {
        return Stream.concat(sentences.stream(), Stream.of(new int[] {2}))
                .flatMapToInt(IntStream::of)
                .toArray();
    }

    private static int[] unpadded(int[] ids) {
        return IntStream.of(ids).filter(id -> id != 0).toArray();
    }
}
