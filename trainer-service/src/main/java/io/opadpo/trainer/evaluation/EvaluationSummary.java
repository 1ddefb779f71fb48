package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.Page;
import io.opadpo.jobs.WorkItem;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.evaluation.SampleScores.Score;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sums an evaluation's work items up. Policies are compared on the samples that all of them could score. */
@Component
final class EvaluationSummary {

    private static final int PAGE = 500;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JobStore jobs;

    EvaluationSummary(JobStore jobs) {
        this.jobs = jobs;
    }

    ObjectNode of(JobRun run, EvaluationInputs.Found found, List<PreferenceSample> samples) throws JobException {
        Map<String, SampleScores> scores = scores(run);
        List<PreferenceSample> common = samples.stream()
                .filter(sample ->
                        found.policies().stream().allMatch(policy -> scores.containsKey(policy.item(sample.id()))))
                .toList();
        if (common.isEmpty()) {
            throw new JobException(
                    "NOTHING_LEFT", "No sample of the dataset could be scored; the job's items say why", false);
        }
        ObjectNode result = MAPPER.createObjectNode();
        result.put("model", found.model().name())
                .put("model_version", found.model().version())
                .put("dataset", found.dataset().toString())
                .put("samples", common.size())
                .put("failed", samples.size() - common.size());
        ArrayNode policies = result.putArray("policies");
        for (Policy policy : found.policies()) {
            policies.add(policy(
                    policy,
                    common.stream()
                            .map(sample -> Objects.requireNonNull(scores.get(policy.item(sample.id()))))
                            .toList()));
        }
        ArrayNode answers = result.putArray("answers");
        common.stream()
                .limit(found.request().givenAnswers())
                .forEach(sample -> answers.add(answers(sample, found.policies(), scores)));
        return result;
    }

    private static ObjectNode policy(Policy policy, List<SampleScores> scores) {
        long wins = scores.stream().filter(SampleScores::prefersRevised).count();
        ObjectNode json = MAPPER.createObjectNode().put("policy", policy.name()).put("version", policy.version());
        json.putObject("log_prob_per_token")
                .put("standard", mean(scores, SampleScores::standard))
                .put("revised", mean(scores, SampleScores::revised))
                .put("original", mean(scores, SampleScores::original));
        return json.put("revised_over_original", (double) wins / scores.size());
    }

    private static double mean(Collection<SampleScores> scores, Function<SampleScores, Score> answer) {
        double sum = scores.stream().map(answer).mapToDouble(Score::sum).sum();
        return sum / scores.stream().map(answer).mapToLong(Score::tokens).sum();
    }

    private static ObjectNode answers(
            PreferenceSample sample, List<Policy> policies, Map<String, SampleScores> scores) {
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", sample.id())
                .put("question", sample.question())
                .put("standard", sample.standard())
                .put("revised", sample.revisedAnswer())
                .put("original", sample.original());
        ObjectNode own = json.putObject("answers");
        for (Policy policy : policies) {
            own.put(
                    policy.name(),
                    Objects.requireNonNull(scores.get(policy.item(sample.id()))).answer());
        }
        return json;
    }

    private Map<String, SampleScores> scores(JobRun run) {
        Owner owner = Owner.of(run.job().owner());
        Map<String, SampleScores> scores = new HashMap<>();
        String after = null;
        do {
            Page<WorkItem, String> page = jobs.items(owner, run.job().id(), ItemState.DONE, after, PAGE);
            page.items()
                    .forEach(item -> scores.put(item.item(), MAPPER.treeToValue(item.output(), SampleScores.class)));
            after = page.next();
        } while (after != null);
        return scores;
    }
}
