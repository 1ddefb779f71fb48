package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import org.junit.jupiter.api.Test;

class SftEncoderTest {

    private final Tokenizer tokenizer = TokenizerFixtures.tinySentencePiece();
    private final EncodingOptions options = EncodingOptions.DEFAULT.withLengths(500, 896);
    private final PreferenceSample sample =
            Samples.sample("A cat.", Samples.report(Samples.sentence("A cat.", "A dog.", 2, ErrorType.CORRECT)));

    @Test
    void standardAndRevisedAreSequencesOfTheirOwn() {
        VicunaPrompt vicuna = new VicunaPrompt(tokenizer);
        Prompt prompt = vicuna.encode("What?", true);
        assertThat(new SftEncoder(tokenizer, options, SftAnswers.STANDARD_AND_REVISED).encode(sample))
                .containsExactly(
                        new SftSequence("s/standard", prompt, vicuna.encodeAnswer("A standard.", true)),
                        new SftSequence("s/revised", prompt, vicuna.encodeAnswer("A dog.", true)));
    }

    @Test
    void theBaselineHasTheStandardAnswerAlone() {
        assertThat(new SftEncoder(tokenizer, options, SftAnswers.STANDARD).encode(sample))
                .extracting(SftSequence::id)
                .containsExactly("s/standard");
    }

    @Test
    void overLongOnesAreRefused() {
        SftEncoder tight = new SftEncoder(tokenizer, options.withLengths(500, 3), SftAnswers.STANDARD);
        assertThatThrownBy(() -> tight.encode(sample))
                .isInstanceOfSatisfying(
                        SampleException.class, e -> assertThat(e.reason()).isEqualTo(DropReason.RESPONSE_TOO_LONG));
    }

    @Test
    void itHasNoReferenceEncoding() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new SftEncoder(tokenizer, options.withEncoding(Encoding.REFERENCE), SftAnswers.STANDARD));
    }

    /** As the published OPA data: standard and revised answers, and nothing else. */
    @Test
    void itNeedsNeitherOriginalAnswersNorReports() {
        PreferenceSample bare = new PreferenceSample("b", sample.image(), "What?", "A cat.", "", "A dog.", null);
        SftEncoder encoder = new SftEncoder(tokenizer, options, SftAnswers.STANDARD_AND_REVISED);
        SampleRules lenient = new SampleRules(encoder);
        assertThat(encoder.encode(bare)).hasSize(2);
        assertThatCode(() -> lenient.check(bare)).doesNotThrowAnyException();
        assertThatThrownBy(() -> new SampleRules(options, true, true).check(bare))
                .isInstanceOfSatisfying(
                        SampleException.class, e -> assertThat(e.reason()).isEqualTo(DropReason.NO_REPORT));
    }

    @Test
    void theBaselineNeedsNoRevisedAnswerEither() {
        PreferenceSample plain = new PreferenceSample("p", sample.image(), "What?", "A cat.", "", null, null);
        SftEncoder baseline = new SftEncoder(tokenizer, options, SftAnswers.STANDARD);
        assertThatCode(() -> new SampleRules(baseline).check(plain)).doesNotThrowAnyException();
        assertThat(baseline.encode(plain)).extracting(SftSequence::id).containsExactly("p/standard");
        SftEncoder opa = new SftEncoder(tokenizer, options, SftAnswers.STANDARD_AND_REVISED);
        assertThatThrownBy(() -> new SampleRules(opa).check(plain))
                .isInstanceOfSatisfying(
                        SampleException.class, e -> assertThat(e.reason()).isEqualTo(DropReason.EMPTY_REVISED));
    }
}
