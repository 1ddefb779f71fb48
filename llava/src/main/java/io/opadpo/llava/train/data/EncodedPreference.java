package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import java.util.Arrays;

/**
 * A sample of OPA-DPO as token ids.
 *
 * @param id the sample's
 * @param prompt what all three answers follow
 * @param standard ids of the standard answer, eos included
 * @param original the model's own answer, eos included with weights 0
 * @param revised the corrected answer, eos included with the weights of the token before it
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equality below goes by content
public record EncodedPreference(
        String id, Prompt prompt, int[] standard, WeightedTokens original, WeightedTokens revised) {

    public EncodedPreference {
        standard = standard.clone();
    }

    @Override
    public int[] standard() {
        return standard.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof EncodedPreference that
                && id.equals(that.id)
                && prompt.equals(that.prompt)
                && Arrays.equals(standard, that.standard)
                && original.equals(that.original)
                && revised.equals(that.revised);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(standard);
    }
}
