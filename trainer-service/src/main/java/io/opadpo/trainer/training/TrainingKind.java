package io.opadpo.trainer.training;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The kinds of training, by the names of their jobs. */
enum TrainingKind {
    /** The first stage: supervised, on standard and revised answers. */
    OPA("opa"),
    /** The second stage: by preference, from an adapter of the first. */
    OPA_DPO("opa-dpo"),
    /** A baseline: supervised, on standard answers alone. */
    SFT("sft"),
    /** A baseline: plain DPO from the base model. */
    DPO("dpo");

    static final String PATTERN = "opa|opa-dpo|sft|dpo";

    private final String job;

    TrainingKind(String job) {
        this.job = job;
    }

    /** The kind of its jobs. */
    String job() {
        return job;
    }

    boolean supervised() {
        return this == OPA || this == SFT;
    }

    static TrainingKind of(String job) {
        return Stream.of(values())
                .filter(kind -> kind.job.equals(job))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no training is called " + job));
    }

    static Set<String> jobs() {
        return Set.copyOf(List.of(values()).stream().map(TrainingKind::job).toList());
    }
}
