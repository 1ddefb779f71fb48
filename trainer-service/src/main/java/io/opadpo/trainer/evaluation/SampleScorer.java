package io.opadpo.trainer.evaluation;

import io.opadpo.llava.GivenResponses;
import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Llava;
import io.opadpo.llava.Question;
import io.opadpo.llava.TokenLogProbs;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.evaluation.SampleScores.Score;
import io.opadpo.trainer.model.ServingModels;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Scores samples with a loaded policy. */
final class SampleScorer {

    private final Llava llava;
    private final @Nullable String adapter;

    SampleScorer(ServingModels.Use use) {
        this.llava = use.llava();
        this.adapter = use.adapter();
    }

    /**
     * Scores a sample's three answers.
     *
     * @param tokens length of the policy's own answer; 0 to ask for none
     */
    SampleScores score(PreferenceSample sample, int tokens) {
        var source = sample.image();
        ImageSource image = source == null ? null : ImageSource.of(source.bytes());
        List<TokenLogProbs> scores = llava.logProbs(new GivenResponses(
                sample.id(),
                image,
                sample.question(),
                List.of(sample.standard(), sample.revisedAnswer(), sample.original()),
                adapter));
        return new SampleScores(
                Score.of(scores.get(0)),
                Score.of(scores.get(1)),
                Score.of(scores.get(2)),
                tokens == 0 ? null : answer(sample, image, tokens));
    }

    private String answer(PreferenceSample sample, @Nullable ImageSource image, int tokens) {
        Question question =
                new Question(sample.id(), image, sample.question(), Sampling.greedy(tokens)).withAdapter(adapter);
        return llava.generate(List.of(question)).get(0).get(0).text();
    }
}
