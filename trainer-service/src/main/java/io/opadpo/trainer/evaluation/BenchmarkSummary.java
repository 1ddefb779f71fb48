package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.worker.JobException;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Sums a benchmark's answers up. Policies are compared on the questions that all of them could answer. */
final class BenchmarkSummary {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    /** Figures on what few questions are left would look like those on all of them. */
    private static final int MOST_PERCENT_FAILED = 5;

    private final OpenBenchmark benchmark;
    private final List<Policy> policies;

    /** The common questions' answers of each policy, in the questions' order; base first. */
    private final Map<String, List<BenchmarkAnswer>> answers = new LinkedHashMap<>();

    private final List<BenchmarkQuestion> common;

    /**
     * @param outputs of the job's work items
     * @throws JobException {@code TOO_MANY_FAILED} if more than a twentieth of the questions lack a policy's answer
     */
    BenchmarkSummary(OpenBenchmark benchmark, List<Policy> policies, Map<String, JsonNode> outputs)
            throws JobException {
        this.benchmark = benchmark;
        this.policies = policies;
        this.common = benchmark.questions().stream()
                .filter(question ->
                        policies.stream().allMatch(policy -> outputs.containsKey(policy.item(benchmark, question))))
                .toList();
        requireEnough(outputs);
        for (Policy policy : policies) {
            answers.put(
                    policy.name(),
                    common.stream()
                            .map(question -> MAPPER.treeToValue(
                                    outputs.get(policy.item(benchmark, question)), BenchmarkAnswer.class))
                            .toList());
        }
    }

    private void requireEnough(Map<String, JsonNode> outputs) throws JobException {
        int all = benchmark.questions().size();
        int failed = all - common.size();
        if (100L * failed <= (long) MOST_PERCENT_FAILED * all) {
            return;
        }
        String each = policies.stream()
                .map(policy -> policy.name() + " failed on " + failed(policy, outputs))
                .collect(Collectors.joining(", "));
        throw new JobException(
                "TOO_MANY_FAILED",
                "Benchmark %s: %d of %d questions lack an answer (%s), more than %d %%; the job's items say why"
                        .formatted(benchmark.name(), failed, all, each, MOST_PERCENT_FAILED),
                false);
    }

    private long failed(Policy policy, Map<String, JsonNode> outputs) {
        return benchmark.questions().stream()
                .filter(question -> !outputs.containsKey(policy.item(benchmark, question)))
                .count();
    }

    /**
     * The benchmark's part of the result.
     *
     * @param examples questions to show with all answers
     * @param seed of the intervals' resamples
     */
    ObjectNode json(int examples, long seed) throws IOException {
        ObjectNode json = MAPPER.createObjectNode()
                .put("name", benchmark.name())
                .put("type", benchmark.type())
                .put("questions", common.size())
                .put("failed", benchmark.questions().size() - common.size());
        Bootstrap bootstrap = new Bootstrap(benchmark.task().metrics(), seed);
        Bootstrap.Sampled base = bootstrap.sample(CountTable.of(of(policies.get(0))));
        ArrayNode figures = json.putArray("policies");
        for (Policy policy : policies) {
            boolean first = policy == policies.get(0);
            Bootstrap.Sampled sampled = first ? base : bootstrap.sample(CountTable.of(of(policy)));
            ObjectNode one = figures.addObject().put("policy", policy.name());
            one.set("metrics", MAPPER.valueToTree(bootstrap.estimates(sampled)));
            if (!first) {
                one.set("difference", MAPPER.valueToTree(bootstrap.differences(sampled, base)));
            }
        }
        ArrayNode shown = json.putArray("examples");
        for (int index : examples(examples)) {
            shown.add(example(index));
        }
        return json;
    }

    private List<BenchmarkAnswer> of(Policy policy) {
        return Objects.requireNonNull(answers.get(policy.name()));
    }

    /** The first questions whose answer by base has something wrong, filled up with the first others. */
    private List<Integer> examples(int most) {
        List<Integer> wrong = new ArrayList<>();
        List<Integer> right = new ArrayList<>();
        List<BenchmarkAnswer> base = of(policies.get(0));
        for (int i = 0; i < base.size(); i++) {
            (base.get(i).wrong().isEmpty() ? right : wrong).add(i);
        }
        return Stream.concat(wrong.stream(), right.stream()).limit(most).toList();
    }

    private ObjectNode example(int index) throws IOException {
        BenchmarkQuestion question = common.get(index);
        PictureData picture = PictureData.of(question.file());
        ObjectNode json = MAPPER.createObjectNode()
                .put("id", question.id())
                .put("image", question.image())
                .put("image_sha256", picture.sha256())
                .put("image_data", picture.dataUrl())
                .put("question", question.text());
        json.set("truth", MAPPER.valueToTree(question.truth()));
        ArrayNode given = json.putArray("answers");
        for (Policy policy : policies) {
            BenchmarkAnswer answer = of(policy).get(index);
            given.addObject()
                    .put("policy", policy.name())
                    .put("text", answer.text())
                    .set("wrong", MAPPER.valueToTree(answer.wrong()));
        }
        return json;
    }
}
