package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.List;

/**
 * Encodes samples for OPA: the standard and the revised answer as two sequences with the same prompt, in this order,
 * named {@code ID/standard} and {@code ID/revised}; or the standard answer alone. Prompts are {@link VicunaPrompt}'s, as in
 * the published code, which has its other encoding in OPA-DPO only.
 *
 * <p>Thread-safe.
 */
public final class SftEncoder implements SampleEncoder<List<SftSequence>> {

    private final EncodingOptions options;
    private final SftAnswers answers;
    private final VicunaPrompt prompts;

    /** @throws IllegalArgumentException when the options ask for the reference's OPA-DPO encoding */
    public SftEncoder(Tokenizer tokenizer, EncodingOptions options, SftAnswers answers) {
        if (options.encoding() != Encoding.TIDY) {
            throw new IllegalArgumentException("OPA has no encoding but " + Encoding.TIDY);
        }
        this.options = options;
        this.answers = answers;
        this.prompts = new VicunaPrompt(tokenizer);
    }

    @Override
    public EncodingOptions options() {
        return options;
    }

    @Override
    public boolean readsOriginal() {
        return false;
    }

    @Override
    public boolean readsRevised() {
        return answers == SftAnswers.STANDARD_AND_REVISED;
    }

    @Override
    public List<SftSequence> encode(PreferenceSample sample) {
        TokenLimits limits = new TokenLimits(sample.id(), options);
        Prompt prompt = limits.checkPrompt(prompts.encode(sample.question(), sample.image() != null));
        int[] standard = prompts.encodeAnswer(sample.standard(), true);
        limits.checkResponse("standard", standard.length);
        SftSequence first = new SftSequence(sample.id() + "/standard", prompt, standard);
        if (answers == SftAnswers.STANDARD) {
            return List.of(first);
        }
        int[] revised = prompts.encodeAnswer(sample.revisedAnswer(), true);
        limits.checkResponse("revised", revised.length);
        return List.of(first, new SftSequence(sample.id() + "/revised", prompt, revised));
    }
}
