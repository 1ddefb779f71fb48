package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The reference's collator and ours give the same ids and weights. Needs LLaMA's vocabulary, else it is skipped. */
class CollatorTest {

    private static final int PLACEHOLDER = -200;

    private final Tokenizer llama = TokenizerFixtures.llama();
    private final JsonNode samples =
            JsonMapper.shared().readTree(Fixtures.path("collator.json").toFile());
    private final int responseLength = width("AI_pseudo_response");
    private final PreferenceEncoder encoder = new PreferenceEncoder(
            llama,
            EncodingOptions.DEFAULT.withEncoding(Encoding.REFERENCE).withLengths(width("queries"), responseLength));

    @AfterEach
    void close() {
        llama.close();
    }

    @Test
    void everySampleIsEqual() {
        assertThat(samples.size()).isPositive();
        for (int row = 0; row < samples.size(); row++) {
            EncodedPreference encoded = encoder.encode(sample(row));
            assertThat(encoded.prompt())
                    .as("prompt %d", row)
                    .isEqualTo(Prompt.fromPlaceholders(
                            IntStream.of(ids("queries", row))
                                    .filter(id -> id != 0)
                                    .toArray(),
                            PLACEHOLDER));
            assertThat(padded(encoded.standard())).as("standard %d", row).isEqualTo(ids("standard_response", row));
            assertEqual("original_generate_response", row, encoded.original());
            assertEqual("AI_pseudo_response", row, encoded.revised());
        }
    }

    private void assertEqual(String key, int row, WeightedTokens tokens) {
        assertThat(padded(tokens.ids())).as("%s %d", key, row).isEqualTo(ids(key, row));
        assertThat(Arrays.copyOf(tokens.scores(), responseLength))
                .as("%s_scores %d", key, row)
                .isEqualTo(weights(key + "_scores", row));
        assertThat(Arrays.copyOf(tokens.images(), responseLength))
                .as("%s_image_relations %d", key, row)
                .isEqualTo(weights(key + "_image_relations", row));
    }

    private PreferenceSample sample(int row) {
        JsonNode sample = samples.get(row);
        String query = sample.get("queries").stringValue();
        return new PreferenceSample(
                "row " + row,
                ImageSource.inline(Samples.PIXELS),
                query.substring(query.indexOf('\n') + 1, query.lastIndexOf(" ASSISTANT: ")),
                sample.get("standard_response").stringValue(),
                sample.get("original_generate_response").stringValue(),
                sample.get("AI_pseudo_response").stringValue(),
                Report.parse("row " + row, sample.get("AI_json_report").stringValue()));
    }

    private int width(String key) {
        return Fixtures.ints("collator.safetensors", key).length / samples.size();
    }

    private int[] padded(int[] ids) {
        return Arrays.copyOf(ids, responseLength);
    }

    private int[] ids(String key, int row) {
        int width = width(key);
        return Arrays.copyOfRange(Fixtures.ints("collator.safetensors", key), row * width, (row + 1) * width);
    }

    private float[] weights(String key, int row) {
        return Arrays.copyOfRange(
                Fixtures.floats("collator.safetensors", key), row * responseLength, (row + 1) * responseLength);
    }
}
