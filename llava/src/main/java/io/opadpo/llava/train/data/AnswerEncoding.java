package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;

/** Ids and weights of one {@link Encoding}. */
interface AnswerEncoding {

    Prompt prompt(PreferenceSample sample);

    /** Ids with eos. */
    int[] standard(String answer);

    /** Tokens without eos. */
    WeightedTokens.Builder original(PreferenceSample sample);

    /** Tokens without eos. */
    WeightedTokens.Builder revised(PreferenceSample sample);
}
