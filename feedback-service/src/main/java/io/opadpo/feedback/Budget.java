package io.opadpo.feedback;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.PositiveOrZero;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What a job may cost.
 *
 * @param budget in dollars; null for no limit
 */
record Budget(
        @Schema(example = "50.00") @PositiveOrZero @DecimalMax("1000000") @Nullable
        BigDecimal budget) {}
