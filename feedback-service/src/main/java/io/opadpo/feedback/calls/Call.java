package io.opadpo.feedback.calls;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.UUID;

/**
 * A request to a judge for which money is held.
 *
 * @param id also sent with it
 * @param job that pays
 * @param endpoint whose
 * @param most dollars that are held
 * @param turn how long from now its turn comes
 */
record Call(UUID id, UUID job, String endpoint, BigDecimal most, Duration turn) {}
