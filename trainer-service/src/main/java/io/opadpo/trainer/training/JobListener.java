package io.opadpo.trainer.training;

import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.train.telemetry.Scalars;
import io.opadpo.llava.train.telemetry.StepRecord;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tells a training's job how far it is. */
final class JobListener implements TrainingListener {

    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final JobRun run;
    private final Consumer<StepRecord> steps;
    private long total;

    /** @param steps hears of each step as well */
    JobListener(JobRun run, Consumer<StepRecord> steps) {
        this.run = run;
        this.steps = steps;
    }

    @Override
    public void onWarning(String message) {
        run.event("warning", MAPPER.createObjectNode().put("message", message));
    }

    @Override
    public void onReference(int done, int all) {
        run.progress(new Progress(done, (long) all, "samples", null, "reference log-probabilities"));
    }

    @Override
    public void onPlan(int microBatch, boolean recompute, long neededBytes, long freeBytes) {
        run.event(
                "memory_plan",
                MAPPER.createObjectNode()
                        .put("micro_batch", microBatch)
                        .put("recompute", recompute)
                        .put("needed_bytes", neededBytes)
                        .put("free_bytes", freeBytes));
    }

    @Override
    public void onStart(long done, long all) {
        total = all;
        run.event(
                "training_started",
                MAPPER.createObjectNode().put("from_step", done).put("total_steps", all));
        run.progress(new Progress(done, all, "steps", null, null));
    }

    @Override
    public void onStep(StepRecord step) {
        steps.accept(step);
        Double eta = finite(step.scalars().get(Scalars.ETA_SECONDS));
        run.progress(new Progress(
                step.step(), total, "steps", eta == null ? null : Duration.ofSeconds(Math.round(eta)), message(step)));
        ObjectNode evaluation = MAPPER.createObjectNode();
        for (Map.Entry<String, Double> scalar : step.scalars().entrySet()) {
            if (scalar.getKey().startsWith(Scalars.EVALUATION) && finite(scalar.getValue()) != null) {
                evaluation.put(scalar.getKey(), scalar.getValue());
            }
        }
        if (!evaluation.isEmpty()) {
            run.event("evaluation", evaluation.put("step", step.step()));
        }
    }

    private static @Nullable Double finite(@Nullable Double value) {
        return value == null || !Double.isFinite(value) ? null : value;
    }

    private static String message(StepRecord step) {
        double loss = step.scalars().getOrDefault(Scalars.LOSS, Double.NaN);
        return String.format(Locale.ROOT, "epoch %.2f, loss %.4f", step.epoch(), loss);
    }
}
