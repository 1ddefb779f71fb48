package io.opadpo.trainer.evaluation;

import io.opadpo.trainer.model.AdapterSource;
import org.jspecify.annotations.Nullable;

/**
 * One of those that are compared.
 *
 * @param name the adapter's, or {@value #BASE}
 * @param version of the model or adapter
 * @param adapter {@code null} for the base model
 */
record Policy(String name, String version, @Nullable AdapterSource adapter) {

    static final String BASE = "base";

    /** The work item of one of its samples. */
    String item(String sample) {
        return name + "/" + sample;
    }
}
