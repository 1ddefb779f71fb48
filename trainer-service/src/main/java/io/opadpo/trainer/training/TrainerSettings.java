package io.opadpo.trainer.training;

import io.opadpo.llava.train.AdamW;
import io.opadpo.llava.train.Evaluation;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.schedule.Decay;
import io.opadpo.llava.train.schedule.HeldOut;
import io.opadpo.llava.train.schedule.Warmup;
import io.opadpo.trainer.job.InvalidParametersException;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a training runs, whatever it optimises: the given options over the published settings. */
final class TrainerSettings {

    private static final int CHECKPOINT_EVERY = 20;
    private static final long SEED = 42;

    private TrainerSettings() {}

    static TrainerOptions of(TrainingKind kind, TrainingOptions given) {
        TrainerOptions standard = kind.supervised() ? TrainerOptions.opa() : TrainerOptions.opaDpo();
        AdamW adamW = AdamW.defaults();
        return new TrainerOptions(
                or(given.epochs(), standard.epochs()),
                or(given.batch(), standard.batchSize()),
                or(given.microBatch(), standard.microBatch()),
                or(given.stepsPerOuter(), standard.stepsPerOuter()),
                or(given.maxOuterSteps(), standard.maxOuterSteps()),
                given.schedule() == null ? standard.decay() : named(Decay.class, given.schedule()),
                or(given.learningRate(), standard.learningRate()),
                given.warmup() == null ? standard.warmup() : warmup(given.warmup()),
                new AdamW(adamW.beta1(), adamW.beta2(), adamW.epsilon(), or(given.weightDecay(), 0.0)),
                or(given.maxGradientNorm(), standard.maxGradientNorm()),
                or(given.checkpointEvery(), CHECKPOINT_EVERY),
                evaluation(given),
                or(given.seed(), SEED));
    }

    private static Evaluation evaluation(TrainingOptions given) {
        double heldOut = or(given.heldOut(), 0.0);
        if (heldOut == 0) {
            requireAbsent("evaluate_every", given.evaluateEvery());
            requireAbsent("early_stop", given.earlyStop());
            return Evaluation.none();
        }
        int every = or(given.evaluateEvery(), or(given.checkpointEvery(), CHECKPOINT_EVERY));
        Evaluation evaluation = Evaluation.of(new HeldOut(heldOut, or(given.seed(), SEED)), every);
        return given.earlyStop() == null ? evaluation : evaluation.stoppingAfter(given.earlyStop());
    }

    private static void requireAbsent(String option, @Nullable Object value) {
        if (value != null) {
            throw new InvalidParametersException("options." + option, "needs held_out above 0");
        }
    }

    private static Warmup warmup(String value) {
        return value.endsWith("%")
                ? Warmup.ofRatio(Double.parseDouble(value.substring(0, value.length() - 1)) / 100)
                : Warmup.ofSteps(Long.parseLong(value));
    }

    /** The constant that JSON names in lower case with hyphens. */
    static <E extends Enum<E>> E named(Class<E> type, String name) {
        return Enum.valueOf(type, name.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static <T> T or(@Nullable T own, T standard) {
        return Objects.requireNonNullElse(own, standard);
    }
}
