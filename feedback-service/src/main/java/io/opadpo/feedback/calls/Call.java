package io.opadpo.feedback.calls;

import io.opadpo.chat.Usage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request to a judge for which money is held.
 *
 * @param id also sent with it
 * @param job that pays
 * @param endpoint whose
 * @param most dollars that are held
 * @param turn how long from now its turn comes
 */
record Call(UUID id, UUID job, String endpoint, BigDecimal most, Duration turn) {
    /** What it cost: all that is held for it if the endpoint did not count, as it may have taken as much. */
    BigDecimal cost(@Nullable Usage usage, Function<Usage, BigDecimal> price) {
        return usage == null ? most : price.apply(usage);
    }
}
