package io.opadpo.trainer.training;

import io.opadpo.service.error.FieldError;
import io.opadpo.trainer.job.InvalidParametersException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fields a kind of training has. One that would change nothing is refused rather than ignored. */
final class KindRules {

    private final TrainingRequest request;
    private final TrainingOptions given;
    private final List<FieldError> problems = new ArrayList<>();

    private KindRules(TrainingRequest request) {
        this.request = request;
        this.given = request.given();
    }

    /** @throws InvalidParametersException naming the fields that the kind does not have, or lacks */
    static void check(TrainingRequest request) {
        KindRules rules = new KindRules(request);
        rules.data();
        rules.start();
        rules.options();
        if (!rules.problems.isEmpty()) {
            throw new InvalidParametersException(rules.problems);
        }
    }

    private void data() {
        if ((request.dataset() == null) == (request.datasetJob() == null)) {
            problem("dataset", "give either dataset or dataset_job");
        }
    }

    private void start() {
        boolean full = Boolean.TRUE.equals(given.full());
        boolean hasStart = request.startAdapter() != null || request.startJob() != null;
        boolean second = request.trainingKind() == TrainingKind.OPA_DPO;
        if (!second) {
            absent("start_adapter", request.startAdapter(), "only opa-dpo starts from an adapter");
            absent("start_job", request.startJob(), "only opa-dpo starts from an adapter");
        } else if (full == hasStart || (request.startAdapter() != null && request.startJob() != null)) {
            problem("start_adapter", "opa-dpo starts from one of start_adapter, start_job, or with full a whole model");
        }
        if (second || full) {
            String reason = full ? "full trains no adapter" : "the adapter that is started from has its own";
            absent("options.rank", given.rank(), reason);
            absent("options.alpha", given.alpha(), reason);
        }
    }

    private void options() {
        TrainingKind kind = request.trainingKind();
        if (kind.supervised()) {
            String reason = kind.job() + " compares no answers";
            absent("options.beta", given.beta(), reason);
            absent("options.label_smoothing", given.labelSmoothing(), reason);
            absent("options.reference_free", given.referenceFree(), reason);
            absent("options.divergence", given.divergence(), reason);
            absent("options.reduction", given.reduction(), reason);
            absent("options.encoding", given.encoding(), reason);
        }
        if (kind != TrainingKind.OPA_DPO) {
            terms("only opa-dpo has this term");
        }
    }

    private void terms(String reason) {
        absent("options.standard_coefficient", given.standardCoefficient(), reason);
        absent("options.revised_coefficient", given.revisedCoefficient(), reason);
        absent("options.contrastive_coefficient", given.contrastiveCoefficient(), reason);
        absent("options.anchor_coefficient", given.anchorCoefficient(), reason);
        absent("options.anchor", given.anchor(), reason);
        absent("options.anchor_target", given.anchorTarget(), reason);
        absent("options.score_weights", given.scoreWeights(), reason);
        absent("options.image_weights", given.imageWeights(), reason);
        absent("options.mask", given.mask(), reason);
        absent("options.mask_ratio", given.maskRatio(), reason);
        absent("options.mask_seed", given.maskSeed(), reason);
    }

    private void absent(String field, @Nullable Object value, String reason) {
        if (value != null) {
            problem(field, reason);
        }
    }

    private void problem(String field, String message) {
        problems.add(new FieldError(field, message));
    }
}
