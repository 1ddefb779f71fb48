package io.opadpo.trainer.benchmark;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The benchmarks of this service.
 *
 * @param benchmarks by the names that evaluations ask for
 */
@Validated
@ConfigurationProperties("opadpo.trainer")
record BenchmarkProperties(@DefaultValue Map<@Pattern(regexp = NAME) String, @Valid Configured> benchmarks) {

    static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

    /**
     * A benchmark.
     *
     * @param type a plug-in's
     * @param folder its files
     * @param limit most questions, from the first on; all by default
     */
    record Configured(
            @NotBlank String type,
            @NotNull Path folder,
            @Nullable @Min(1) Integer limit) {}
}
