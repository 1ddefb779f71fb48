package io.opadpo.trainer.benchmark;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** The benchmarks that the service's configuration names. */
@Component
public final class Benchmarks {

    private final Map<String, BenchmarkProperties.Configured> configured;
    private final Map<String, Benchmark> types;

    /** @throws IllegalStateException if the configuration has a type that no plug-in is of */
    Benchmarks(BenchmarkProperties properties, List<Benchmark> plugIns) {
        this.configured = new TreeMap<>(properties.benchmarks());
        this.types = plugIns.stream().collect(Collectors.toMap(Benchmark::type, Function.identity()));
        configured.forEach((name, benchmark) -> {
            if (!types.containsKey(benchmark.type())) {
                throw new IllegalStateException("opadpo.trainer.benchmarks." + name + ".type is " + benchmark.type()
                        + ", but there are only " + new TreeMap<>(types).keySet());
            }
        });
    }

    /** Their names, sorted. */
    public List<String> names() {
        return List.copyOf(configured.keySet());
    }

    /**
     * Makes sure that a benchmark's files are there, without reading them.
     *
     * @throws BenchmarkException naming what is missing
     */
    public void requireAssets(String name) {
        List<String> missing = view(name).needs().stream()
                .filter(asset -> !asset.present())
                .map(asset -> asset.file() + " (" + asset.holds() + ")")
                .toList();
        if (!missing.isEmpty()) {
            throw new BenchmarkException(
                    "benchmark " + name + ": missing in its folder: " + String.join(", ", missing));
        }
    }

    /**
     * Reads a benchmark's files.
     *
     * @throws BenchmarkException naming the file that is missing or cannot be used
     */
    public OpenBenchmark open(String name) {
        BenchmarkProperties.Configured benchmark = get(name);
        requireAssets(name);
        try {
            BenchmarkTask task = plugIn(benchmark).open(benchmark.folder());
            requireDistinct(task.questions());
            int most = benchmark.limit() == null ? Integer.MAX_VALUE : benchmark.limit();
            return new OpenBenchmark(
                    name,
                    benchmark.type(),
                    task,
                    task.questions().stream().limit(most).toList());
        } catch (BenchmarkException e) {
            throw new BenchmarkException("benchmark " + name + ": " + e.getMessage(), e);
        }
    }

    /** A benchmark as clients see it. */
    BenchmarkView view(String name) {
        BenchmarkProperties.Configured benchmark = get(name);
        List<Asset> needs = plugIn(benchmark).assets(benchmark.folder());
        return new BenchmarkView(
                name, benchmark.type(), benchmark.limit(), needs.stream().allMatch(Asset::present), needs);
    }

    private BenchmarkProperties.Configured get(String name) {
        BenchmarkProperties.Configured benchmark = configured.get(name);
        if (benchmark == null) {
            throw new BenchmarkException("there is no benchmark " + name);
        }
        return benchmark;
    }

    private Benchmark plugIn(BenchmarkProperties.Configured benchmark) {
        Benchmark plugIn = types.get(benchmark.type());
        if (plugIn == null) {
            throw new IllegalStateException("checked when the service started");
        }
        return plugIn;
    }

    private static void requireDistinct(List<BenchmarkQuestion> questions) {
        if (questions.isEmpty()) {
            throw new BenchmarkException("it has no questions");
        }
        Set<String> ids = new HashSet<>();
        for (BenchmarkQuestion question : questions) {
            if (!ids.add(question.id())) {
                throw new BenchmarkException("two questions have the id " + question.id());
            }
        }
    }
}
