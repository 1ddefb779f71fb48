package io.opadpo.feedback;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a job asks. */
enum Mode {
    /** One by one, at once. */
    @JsonProperty("online")
    ONLINE,
    /** In files that the endpoint answers within a day, at a lower price. */
    @JsonProperty("batch")
    BATCH
}
