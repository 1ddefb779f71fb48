package io.opadpo.trainer.benchmark;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A configured benchmark, as clients see it.
 *
 * @param limit most questions; {@code null} for all
 * @param ready whether all that it needs is there
 * @param needs files in its folder
 */
record BenchmarkView(String name, String type, @Nullable Integer limit, boolean ready, List<Asset> needs) {}
