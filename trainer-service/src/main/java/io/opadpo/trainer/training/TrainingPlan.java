package io.opadpo.trainer.training;

import static io.opadpo.trainer.training.TrainerSettings.named;
import static io.opadpo.trainer.training.TrainerSettings.or;

import io.opadpo.llava.lora.LoraConfig;
import io.opadpo.llava.lora.ModelPart;
import io.opadpo.llava.train.ImageMask;
import io.opadpo.llava.train.OpaDpoTraining;
import io.opadpo.llava.train.OpaTraining;
import io.opadpo.llava.train.TrainerOptions;
import io.opadpo.llava.train.Training;
import io.opadpo.llava.train.TrainingRuntime;
import io.opadpo.llava.train.TrainingStart;
import io.opadpo.llava.train.data.Encoding;
import io.opadpo.llava.train.data.EncodingOptions;
import io.opadpo.llava.train.data.SftAnswers;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.model.ModelSource;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A training put together from its request, as the command line puts it together from its options. */
final class TrainingPlan {

    private static final int RANK = 256;
    private static final int KEEP = 2;

    private final TrainingKind kind;
    private final TrainingOptions given;
    private final TrainerOptions trainer;
    private final EncodingOptions encoding;
    private final OpaDpoOptions loss;
    private final ImageMask mask;
    private final Set<ModelPart> parts;

    private TrainingPlan(TrainingKind kind, TrainingOptions given) {
        this.kind = kind;
        this.given = given;
        this.trainer = TrainerSettings.of(kind, given);
        EncodingOptions lengths = EncodingOptions.DEFAULT;
        int maxResponse = or(given.maxResponse(), lengths.maxResponseTokens());
        this.encoding = lengths.withLengths(or(given.maxPrompt(), lengths.maxPromptTokens()), maxResponse)
                .withEncoding(given.encoding() == null ? Encoding.TIDY : named(Encoding.class, given.encoding()));
        // Plain DPO masks nothing.
        this.mask = kind == TrainingKind.OPA_DPO ? LossSettings.mask(given) : ImageMask.defaults(0);
        this.loss = kind == TrainingKind.OPA_DPO
                ? LossSettings.opaDpo(given, maxResponse)
                : LossSettings.dpo(given, maxResponse);
        this.parts = parts(kind, or(given.targets(), List.of()));
    }

    /** @throws InvalidParametersException naming the fields at fault */
    static TrainingPlan of(TrainingRequest request) {
        KindRules.check(request);
        try {
            return new TrainingPlan(request.trainingKind(), request.given());
        } catch (IllegalArgumentException e) {
            // The library's own limits, whose messages name what is out of range.
            throw new InvalidParametersException("options", String.valueOf(e.getMessage()));
        }
    }

    int replicas() {
        return or(given.replicas(), 1);
    }

    int checkpointsKept() {
        return or(given.keep(), KEEP);
    }

    /** Whether the result is a model rather than an adapter. */
    boolean full() {
        return or(given.full(), false);
    }

    /**
     * The training, ready to run.
     *
     * @param model what the runtime has loaded
     * @param adapter PEFT folder to start from; {@code null} to start anew
     */
    Training training(TrainingRuntime runtime, ModelSource model, @Nullable Path adapter) {
        TrainingStart start = start(model, adapter);
        return kind.supervised()
                ? new OpaTraining(runtime, start, answers(), encoding, trainer)
                : new OpaDpoTraining(runtime, start, loss, mask, encoding, trainer);
    }

    private SftAnswers answers() {
        return kind == TrainingKind.OPA ? SftAnswers.STANDARD_AND_REVISED : SftAnswers.STANDARD;
    }

    private TrainingStart start(ModelSource model, @Nullable Path adapter) {
        if (full()) {
            return new TrainingStart.FullModel(model.folder(), model.clip(), parts);
        }
        if (adapter != null) {
            return new TrainingStart.Adapter(adapter, parts);
        }
        int rank = or(given.rank(), RANK);
        return new TrainingStart.NewAdapter(
                new LoraConfig(rank, or(given.alpha(), 2.0 * rank), ModelPart.targets(parts)));
    }

    private static Set<ModelPart> parts(TrainingKind kind, List<String> targets) {
        Set<ModelPart> parts = EnumSet.noneOf(ModelPart.class);
        for (String target : targets) {
            parts.addAll(
                    target.equals("all") ? EnumSet.allOf(ModelPart.class) : Set.of(named(ModelPart.class, target)));
        }
        if (!parts.isEmpty()) {
            return parts;
        }
        return kind.supervised() ? EnumSet.allOf(ModelPart.class) : EnumSet.of(ModelPart.DECODER);
    }
}
