package io.opadpo.llava.train.data;

/** How prompts and answers of OPA-DPO become token ids. */
public enum Encoding {
    /**
     * As the model reads and writes when it is used: {@link io.opadpo.llava.prompt.VicunaPrompt}'s prompt and each
     * whole answer's ids with eos. A token has the weights of the sentence it starts in. When a report does not match
     * the original answer, the answer keeps its ids, with neutral weights.
     */
    TIDY,
    /**
     * As the method's published code does, quirks included (see
     * {@link io.opadpo.llava.prompt.ReferenceDpoEncoding}): a second bos in the prompt, a bos before each answer,
     * sentences tokenised one by one. When a report does not match the original answer, the report's sentences are
     * trained on in its place. Text after the last sentence is lost when the report has an {@code Added}.
     */
    REFERENCE
}
