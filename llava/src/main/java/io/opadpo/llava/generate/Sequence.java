package io.opadpo.llava.generate;

import java.util.ArrayList;
import java.util.List;

/** One answer being generated: its tokens so far, and when it is over. */
final class Sequence {

    final PromptGroup group;
    final int sample;
    private final SeededUniform uniform;
    private final AnswerText text;
    private final int limit;
    private final List<Integer> ids = new ArrayList<>();
    private final List<Float> logProbs = new ArrayList<>();

    /** @param limit tokens that fit into the slot after the prompt */
    Sequence(PromptGroup group, int sample, AnswerText text, int limit) {
        this.group = group;
        this.sample = sample;
        this.text = text;
        this.uniform = new SeededUniform(group.sampling().seed(), sample);
        this.limit = Math.min(limit, group.sampling().maxTokens());
    }

    int lastId() {
        return ids.get(ids.size() - 1);
    }

    /** Position of the last token, which is not in the cache yet. */
    int position() {
        return group.promptLength() + ids.size() - 1;
    }

    /** The draw that decides the next token. */
    float nextUniform() {
        return uniform.at(ids.size());
    }

    /** Whether the next token must not be the end. */
    boolean endBarred() {
        return ids.size() < group.sampling().minTokens();
    }

    /**
     * Takes in a token.
     *
     * @return whether the answer is over, in which case it has been handed to the group
     */
    boolean accept(int id, float logProb, int eosId) {
        ids.add(id);
        logProbs.add(logProb);
        boolean end = id == eosId;
        boolean stop = !end && text.push(id, ids.size() >= group.sampling().minTokens());
        if (end || stop) {
            finish(end ? FinishReason.END : FinishReason.STOP);
            return true;
        }
        if (ids.size() >= limit) {
            finish(FinishReason.LENGTH);
            return true;
        }
        return false;
    }

    void finish(FinishReason reason) {
        group.deliver(sample, new Answer(ids, logProbs, text.finish(), reason));
    }
}
