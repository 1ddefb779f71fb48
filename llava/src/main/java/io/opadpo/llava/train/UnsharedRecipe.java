package io.opadpo.llava.train;

import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;

/**
 * Another recipe without the sharing: every answer comes with a prompt and an image of its own, computed again for each.
 * Loss and gradients are the same; there to tell what sharing saves.
 *
 * @param <T> a sample's encoding
 */
final class UnsharedRecipe<T> implements Recipe<T> {

    private final Recipe<T> recipe;

    /** Answers of each of the other recipe's passes that are under way. */
    private final List<Integer> answers = new ArrayList<>();

    /** @param recipe one that gives images as pixels; features would be shared */
    UnsharedRecipe(Recipe<T> recipe) {
        this.recipe = recipe;
    }

    /** Not known: no memory plan is made for this. */
    @Override
    public SampleSize size(Prepared.Item<T> item) {
        throw new UnsupportedOperationException("without sharing there is no memory plan");
    }

    @Override
    public void expect(List<Prepared.Item<T>> items) {
        recipe.expect(items);
    }

    @Override
    public List<ScoringSample> passes(Prepared.Item<T> item) {
        List<ScoringSample> apart = new ArrayList<>();
        for (ScoringSample pass : recipe.passes(item)) {
            answers.add(pass.responses().size());
            for (int[] response : pass.responses()) {
                apart.add(new ScoringSample(pass.id(), pass.prompt(), pass.image(), pass.pixels(), List.of(response))
                        .withImageRows(pass.imageRows()));
            }
        }
        return apart;
    }

    /** Values of separate answers, in the order of {@link #passes} since the last release, as the other recipe has them. */
    List<List<float[]>> together(List<List<float[]>> apart) {
        List<List<float[]>> passes = new ArrayList<>();
        int next = 0;
        for (int count : answers) {
            passes.add(apart.subList(next, next + count).stream()
                    .map(one -> one.get(0))
                    .toList());
            next += count;
        }
        return passes;
    }

    @Override
    public Outcome loss(List<Prepared.Item<T>> microBatch, List<List<float[]>> logProbs, List<Prepared.Item<T>> batch) {
        Outcome outcome = recipe.loss(microBatch, together(logProbs), batch);
        List<List<float[]>> gradients =
                outcome.gradients().stream().flatMap(List::stream).map(List::of).toList();
        return new Outcome(outcome.loss(), outcome.statistics(), gradients);
    }

    @Override
    public void release(List<ScoringSample> passes) {
        answers.clear();
        recipe.release(passes);
    }
}
