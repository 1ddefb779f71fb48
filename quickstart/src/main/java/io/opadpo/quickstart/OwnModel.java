package io.opadpo.quickstart;

import java.nio.file.Path;
import java.util.Locale;

/**
 * A model of the user's, beside the lab's.
 *
 * @param folder a LLaVA-1.5 checkpoint
 */
public record OwnModel(Path folder) {

    /** What requests call it: the folder's name, as far as it may stand in one. */
    public String name() {
        Path last = folder.toAbsolutePath().normalize().getFileName();
        String name = String.valueOf(last).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]", "-");
        return name.replaceAll("^[^a-z0-9]+", "");
    }
}
