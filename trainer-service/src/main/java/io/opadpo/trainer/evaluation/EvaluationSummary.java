package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.worker.JobException;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.evaluation.SampleScores.Score;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sums an evaluation's work items up. Policies are compared on the samples that all of them could score. */
final class EvaluationSummary {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final EvaluationInputs.Found found;
    private final Map<String, JsonNode> outputs;

    /** @param outputs of the job's work items */
    EvaluationSummary(EvaluationInputs.Found found, Map<String, JsonNode> outputs) {
        this.found = found;
        this.outputs = outputs;
    }

    /** The job's result. */
    ObjectNode of(List<PreferenceSample> samples) throws JobException, IOException {
        ObjectNode result = MAPPER.createObjectNode()
                .put("model", found.model().name())
                .put("model_version", found.model().version());
        if (found.dataset() == null) {
            ArrayNode policies = result.putArray("policies");
            found.policies().forEach(policy -> policies.add(named(policy)));
        } else {
            addSamples(result, found.dataset(), samples);
        }
        ArrayNode benchmarks = result.putArray("benchmarks");
        for (OpenBenchmark benchmark : found.benchmarks()) {
            benchmarks.add(new BenchmarkSummary(benchmark, found.policies(), outputs)
                    .json(found.request().givenAnswers(), found.request().givenSeed()));
        }
        return result;
    }

    private void addSamples(ObjectNode result, UUID dataset, List<PreferenceSample> samples) throws JobException {
        Map<String, SampleScores> scores = scores(samples);
        List<PreferenceSample> common = samples.stream()
                .filter(sample ->
                        found.policies().stream().allMatch(policy -> scores.containsKey(policy.item(sample.id()))))
                .toList();
        if (common.isEmpty()) {
            throw new JobException(
                    "NOTHING_LEFT", "No sample of the dataset could be scored; the job's items say why", false);
        }
        result.put("dataset", dataset.toString())
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
    }

    private static ObjectNode named(Policy policy) {
        return MAPPER.createObjectNode().put("policy", policy.name()).put("version", policy.version());
    }

    private static ObjectNode policy(Policy policy, List<SampleScores> scores) {
        long wins = scores.stream().filter(SampleScores::prefersRevised).count();
        ObjectNode json = named(policy);
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

    private Map<String, SampleScores> scores(List<PreferenceSample> samples) {
        Map<String, SampleScores> scores = new HashMap<>();
        for (Policy policy : found.policies()) {
            for (PreferenceSample sample : samples) {
                JsonNode output = outputs.get(policy.item(sample.id()));
                if (output != null) {
                    scores.put(policy.item(sample.id()), MAPPER.treeToValue(output, SampleScores.class));
                }
            }
        }
        return scores;
    }
}
