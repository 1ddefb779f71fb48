package io.opadpo.llava.train.checkpoint;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a search for the newest checkpoint found.
 *
 * @param checkpoint the newest one that is complete and undamaged; empty if there is none
 * @param skipped newer ones that are not, newest first
 */
public record Recovery(Optional<Checkpoint> checkpoint, List<Skipped> skipped) {

    public Recovery {
        skipped = List.copyOf(skipped);
    }

    /** A checkpoint that cannot be used, and why. */
    public record Skipped(Path folder, String reason) {}
}
