package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.GivenResponses;
import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.Question;
import io.opadpo.llava.TokenLogProbs;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.evaluation.SampleScores.Score;
import io.opadpo.trainer.model.ServingModels;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Scores a dataset's samples with a loaded policy; each is a work item. */
final class SampleScorer {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JobRun run;
    private final Steps steps;
    private final Policy policy;
    private final Llava llava;
    private final @Nullable String adapter;

    SampleScorer(JobRun run, Steps steps, Policy policy, ServingModels.Use use) {
        this.run = run;
        this.steps = steps;
        this.policy = policy;
        this.llava = use.llava();
        this.adapter = use.adapter();
    }

    /**
     * Scores what is not among the work items that are done.
     *
     * @param answers samples, from the first on, that the policy answers itself too
     * @param tokens most of such an answer
     */
    void score(List<PreferenceSample> samples, int answers, int tokens, Set<String> done) {
        for (int i = 0; i < samples.size(); i++) {
            run.checkpoint();
            PreferenceSample sample = samples.get(i);
            String item = policy.item(sample.id());
            if (!done.contains(item)) {
                score(item, sample, i < answers ? tokens : 0);
            }
            steps.add(1, policy);
        }
    }

    private void score(String item, PreferenceSample sample, int tokens) {
        try {
            run.items().putDone(item, MAPPER.valueToTree(score(sample, tokens)));
        } catch (LlavaException e) {
            // One sample that cannot be used is no reason to lose the others.
            run.items()
                    .putFailed(
                            item, new JobError("SAMPLE_UNUSABLE", String.valueOf(e.getMessage()), false, sample.id()));
        }
    }

    /**
     * Scores a sample's three answers.
     *
     * @param tokens length of the policy's own answer; 0 to ask for none
     */
    private SampleScores score(PreferenceSample sample, int tokens) {
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
