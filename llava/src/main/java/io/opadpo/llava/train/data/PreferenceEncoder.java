package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.tokenizer.Tokenizer;

/**
 * Encodes samples for OPA-DPO. All three answers end with eos. A revised answer's eos has the weights of the token
 * before it; an original answer's eos has weights 0 as in the published code, so that the objective never tells the
 * model not to end.
 *
 * <p>Thread-safe.
 */
public final class PreferenceEncoder implements SampleEncoder<EncodedPreference> {

    private static final TokenWeights NONE = new TokenWeights(0, 0);

    private final EncodingOptions options;
    private final AnswerEncoding encoding;
    private final int eos;

    public PreferenceEncoder(Tokenizer tokenizer, EncodingOptions options) {
        this.options = options;
        this.eos = tokenizer.eosId();
        this.encoding = switch (options.encoding()) {
            case TIDY -> new TidyAnswers(tokenizer);
            case REFERENCE -> new ReferenceAnswers(tokenizer);
        };
    }

    @Override
    public EncodingOptions options() {
        return options;
    }

    @Override
    public EncodedPreference encode(PreferenceSample sample) {
        TokenLimits limits = new TokenLimits(sample.id(), options);
        Prompt prompt = limits.checkPrompt(encoding.prompt(sample));
        int[] standard = encoding.standard(sample.standard());
        limits.checkResponse("standard", standard.length);
        WeightedTokens original = encoding.original(sample).add(eos, NONE).build();
        limits.checkResponse("original", original.length());
        WeightedTokens.Builder corrected = encoding.revised(sample);
        WeightedTokens revised = corrected.add(eos, corrected.last()).build();
        limits.checkResponse("revised", revised.length());
        return new EncodedPreference(sample.id(), prompt, standard, original, revised);
    }
}
