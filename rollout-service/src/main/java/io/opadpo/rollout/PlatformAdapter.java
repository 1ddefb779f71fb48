package io.opadpo.rollout;

import tools.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import tools.jackson.databind.annotation.JsonNaming;

/**
 * An adapter as the trainer-service tells of it.
 *
 * @param name unique among its owner's
 * @param version SHA-256 of its weights
 * @param baseModel name of the model it is for
 */
@JsonNaming(SnakeCaseStrategy.class)
record PlatformAdapter(String name, String version, String baseModel) {
    /** In no name of an adapter. */
    static final String VERSION_MARK = "@";

    /** A name that no other version has, nor another owner's adapter of the same name. */
    String versionedName() {
        return name + VERSION_MARK + version;
    }
}
