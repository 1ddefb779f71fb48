package io.opadpo.llava.generate;

import java.util.List;

/**
 * A generated answer.
 *
 * @param ids its tokens, the end token included where the model gave it
 * @param logProbs log-probability of each token under the model's whole distribution (temperature 1, nothing cut off)
 * @param text its text, without special tokens, cut before a stop string
 * @param finish why it ended
 */
public record Answer(List<Integer> ids, List<Float> logProbs, String text, FinishReason finish) {

    public Answer {
        ids = List.copyOf(ids);
        logProbs = List.copyOf(logProbs);
    }
}
