package io.opadpo.llava.train.telemetry;

/**
 * Names of the scalars that every trainer reports. Rewards and margins of pairs stand under {@code policy/},
 * see {@link io.opadpo.llava.train.loss.LossStatistics}.
 */
public final class Scalars {

    /** The loss that was differentiated, mean over the step. */
    public static final String LOSS = "loss/total";

    /** Prefix of a loss term, before its coefficient. */
    public static final String LOSS_TERM = "loss/";

    /**
     * Estimate of the policy's KL divergence from the reference: log-ratio, mean over the response tokens of the answers
     * given the image, in nats. The answers are not drawn from the policy, so it may be negative.
     */
    public static final String KL = "policy/kl";

    /** L2 norm of all gradients before clipping. */
    public static final String GRADIENT_NORM = "optimizer/gradient_norm";

    public static final String LEARNING_RATE = "optimizer/learning_rate";

    public static final String TOKENS_PER_SECOND = "speed/tokens_per_second";

    public static final String SAMPLES_PER_SECOND = "speed/samples_per_second";

    /** Seconds until the last step, at the present speed. */
    public static final String ETA_SECONDS = "speed/eta_seconds";

    /** Seconds of training so far, interrupted runs included and the time between them left out. */
    public static final String TRAINED_SECONDS = "speed/trained_seconds";

    /** Memory in use after the step, bytes: of the whole device on GPUs, of this process on the host. */
    public static final String MEMORY_BYTES = "device/memory_bytes";

    /** Prefix of what an evaluation on the held-out samples found. */
    public static final String EVALUATION = "eval/";

    private Scalars() {}
}
