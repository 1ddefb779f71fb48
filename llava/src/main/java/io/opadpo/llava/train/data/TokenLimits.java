package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;

/** Checks the lengths of one sample. */
record TokenLimits(String sample, EncodingOptions options) {

    Prompt checkPrompt(Prompt prompt) {
        // The image counts as the one placeholder it is in the reference's prompt.
        int length = prompt.length(1);
        if (length > options.maxPromptTokens()) {
            throw new SampleException(
                    sample,
                    DropReason.PROMPT_TOO_LONG,
                    "a prompt of " + length + " tokens, more than the " + options.maxPromptTokens() + " allowed");
        }
        return prompt;
    }

    /** @param length tokens of the answer, eos included */
    void checkResponse(String name, int length) {
        if (length > options.maxResponseTokens()) {
            throw new SampleException(
                    sample,
                    DropReason.RESPONSE_TOO_LONG,
                    name + " answer of " + length + " tokens, more than the " + options.maxResponseTokens()
                            + " allowed");
        }
        if (length < 2) {
            throw new SampleException(sample, DropReason.EMPTY_RESPONSE, name + " answer has no tokens");
        }
    }
}
