package io.opadpo.trainer.evaluation;

import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.Question;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.llava.generate.Generation;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.trainer.benchmark.BenchmarkQuestion;
import io.opadpo.trainer.benchmark.OpenBenchmark;
import io.opadpo.trainer.job.JobErrors;
import io.opadpo.trainer.model.ServingModels;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletionException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a policy a benchmark's questions, as many at once as the generator has room for, and keeps each scored answer as a
 * work item. Answers are written whenever the next one is not there yet, so that writing costs no time and few are lost.
 */
final class BenchmarkAsker {

    private static final int MOST_UNWRITTEN = 64;
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JobRun run;
    private final Steps steps;
    private final Policy policy;
    private final ServingModels.Use use;
    private final OpenBenchmark benchmark;
    private final Sampling sampling;
    private final Queue<Asked> asked = new ArrayDeque<>();
    private final List<ItemWrite> unwritten = new ArrayList<>();

    private record Asked(BenchmarkQuestion question, Generation generation) {}

    /** @param tokens most of an answer */
    BenchmarkAsker(JobRun run, Steps steps, Policy policy, ServingModels.Use use, OpenBenchmark benchmark, int tokens) {
        this.run = run;
        this.steps = steps;
        this.policy = policy;
        this.use = use;
        this.benchmark = benchmark;
        this.sampling = Sampling.greedy(tokens);
    }

    /** Asks what is not among the work items that are done. */
    void ask(Set<String> done) {
        try {
            for (BenchmarkQuestion question : benchmark.questions()) {
                if (done.contains(policy.item(benchmark, question))) {
                    steps.add(1, policy);
                } else {
                    submit(question);
                }
            }
            while (!asked.isEmpty()) {
                collect();
            }
            write();
        } finally {
            asked.forEach(waiting -> waiting.generation().cancel());
        }
    }

    private void submit(BenchmarkQuestion question) {
        Llava llava = use.llava();
        while (asked.size() >= llava.queueLength()) {
            collect();
        }
        ImageSource image = ImageSource.of(question.file());
        Question asks = new Question(question.id(), image, question.text(), sampling).withAdapter(use.adapter());
        try {
            asked.add(new Asked(question, llava.submit(asks, AnswerListener.NONE)));
        } catch (LlavaException e) {
            unwritten.add(failed(question, e));
        }
    }

    /** Takes the answer that was asked for first. */
    private void collect() {
        Asked first = asked.element();
        if (unwritten.size() >= MOST_UNWRITTEN || !first.generation().answers().isDone()) {
            write();
        }
        unwritten.add(answered(first));
        asked.remove();
    }

    private ItemWrite answered(Asked first) {
        BenchmarkQuestion question = first.question();
        try {
            Answer answer = first.generation().answers().join().get(0);
            return ItemWrite.done(
                    policy.item(benchmark, question),
                    MAPPER.valueToTree(BenchmarkAnswer.of(policy, benchmark, question, answer)));
        } catch (CompletionException e) {
            if (e.getCause() instanceof LlavaException unusable) {
                return failed(question, unusable);
            }
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    /** One question that cannot be asked is no reason to lose the others. */
    private ItemWrite failed(BenchmarkQuestion question, LlavaException e) {
        JobError error = new JobError("QUESTION_UNUSABLE", JobErrors.message(e), false, question.id());
        return ItemWrite.failed(policy.item(benchmark, question), error);
    }

    private void write() {
        if (!unwritten.isEmpty()) {
            run.items().put(unwritten);
            steps.add(unwritten.size(), policy);
            unwritten.clear();
        }
        run.checkpoint();
    }
}
