package io.opadpo.llava.train.data;

import static io.opadpo.llava.train.data.Samples.report;
import static io.opadpo.llava.train.data.Samples.reportWithAdded;
import static io.opadpo.llava.train.data.Samples.right;
import static io.opadpo.llava.train.data.Samples.sample;
import static io.opadpo.llava.train.data.Samples.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The published code's quirks, over the small vocabulary. */
class ReferenceEncodingTest {

    private static final EncodingOptions OPTIONS =
            EncodingOptions.DEFAULT.withEncoding(Encoding.REFERENCE).withLengths(500, 896);

    private final Tokenizer tokenizer = TokenizerFixtures.tinySentencePiece();
    private final PreferenceEncoder encoder = new PreferenceEncoder(tokenizer, OPTIONS);

    private int[] ids(Object... parts) {
        return Arrays.stream(parts)
                .flatMapToInt(part ->
                        part instanceof String text ? IntStream.of(tokenizer.encode(text)) : IntStream.of((int) part))
                .toArray();
    }

    private int length(String text) {
        return tokenizer.encode(text).length;
    }

    @Test
    void sentencesAreTokenisedAloneBehindASecondBos() {
        EncodedPreference encoded = encoder.encode(sample(
                "A cat. It sat.", report(right("A cat."), sentence("It sat.", "It ran.", 1, ErrorType.CORRECT))));
        assertThat(encoded.prompt().ids()).startsWith(1, 1);
        assertThat(encoded.standard()).isEqualTo(ids(1, "A standard.", 2));
        assertThat(encoded.original().ids()).isEqualTo(ids(1, "A cat.", "It sat.", 2));
        assertThat(encoded.revised().ids()).isEqualTo(ids(1, "A cat.", "It ran.", 2));
    }

    @Test
    void bosWeighsAsItsSentenceAndEosOnlyInTheRevisedAnswer() {
        EncodedPreference encoded = encoder.encode(
                sample("A cat.", report(sentence("A cat.", "A dog.", 3, ErrorType.IMAGE_RECOGNITION_ERROR))));
        assertThat(encoded.revised().scores()).hasSize(1 + length("A dog.") + 1).containsOnly(1.5f);
        assertThat(encoded.revised().images()).containsOnly(3.0f);
        float[] scores = new float[1 + length("A cat.") + 1];
        Arrays.fill(scores, 0, scores.length - 1, 1.5f);
        float[] images = new float[scores.length];
        Arrays.fill(images, 0, images.length - 1, 3.0f);
        assertThat(encoded.original().scores()).isEqualTo(scores);
        assertThat(encoded.original().images()).isEqualTo(images);
    }

    @Test
    void textAfterTheLastSentenceIsLostWhenSomethingWasAdded() {
        String text = "A cat. It sat.";
        assertThat(encoder.encode(sample(text, report(right("A cat."))))
                        .original()
                        .ids())
                .isEqualTo(ids(1, "A cat.It sat.", 2));
        assertThat(encoder.encode(sample(text, reportWithAdded("", right("A cat."))))
                        .original()
                        .ids())
                .isEqualTo(ids(1, "A cat.", 2));
    }

    @Test
    void aReportThatDoesNotMatchReplacesTheOriginalAnswer() {
        assertThat(encoder.encode(sample("A dog.", report(right("A cat."))))
                        .original()
                        .ids())
                .isEqualTo(ids(1, "A cat.", 2));
    }

    @Test
    void withoutReportTheWholeAnswerWeighsOne() {
        PreferenceSample sample = new PreferenceSample(
                "s", ImageSource.inline(Samples.PIXELS), "What?", "A standard.", "A cat. It sat.", "A dog.", null);
        EncodedPreference encoded = encoder.encode(sample);
        assertThat(encoded.original().ids()).isEqualTo(ids(1, "A cat. It sat.", 2));
        assertThat(encoded.revised().ids()).isEqualTo(ids(1, "A dog.", 2));
        assertThat(encoded.revised().scores()).containsOnly(1.0f);
    }

    @Test
    void anOriginalWithoutTokensIsRefused() {
        PreferenceSample sample = sample("A cat.", reportWithAdded("A dog.", sentence("", "", 4, ErrorType.CORRECT)));
        assertThatThrownBy(() -> encoder.encode(sample))
                .isInstanceOfSatisfying(
                        SampleException.class, e -> assertThat(e.reason()).isEqualTo(DropReason.EMPTY_RESPONSE));
    }

    @Test
    void itsPromptsAlwaysHaveAnImage() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EncodingOptions(Encoding.REFERENCE, 128, 896, false, true));
    }
}
