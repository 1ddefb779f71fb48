package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import java.util.Arrays;

/**
 * One sequence of supervised training; the loss is taken on the response.
 *
 * @param id names the sequence: the sample's id and which answer it is
 * @param prompt what the response follows
 * @param response ids, eos included
 */
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out; equality below goes by content
public record SftSequence(String id, Prompt prompt, int[] response) {

    public SftSequence {
        response = response.clone();
    }

    @Override
    public int[] response() {
        return response.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SftSequence that
                && id.equals(that.id)
                && prompt.equals(that.prompt)
                && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
        return 31 * id.hashCode() + Arrays.hashCode(response);
    }
}
