package io.opadpo.llava.cli;

import io.opadpo.llava.bench.ModelBench;
import io.opadpo.llava.generate.Sampling;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code llava bench}: speed of a model's shape on a device, with random weights. */
@Command(
        name = "bench",
        subcommands = TrainBenchCommand.class,
        description = "Measures a model's shape with random weights, beside the floors measured in the same run.")
final class BenchCommand implements Callable<Integer> {

    @Mixin
    private BenchShape shape = new BenchShape();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Option(names = "--prefill", split = ",", paramLabel = "PROMPTSxPOSITIONS", description = "prompts in one pass")
    private List<String> prefill = List.of();

    @Option(names = "--decode", split = ",", paramLabel = "BATCHxCONTEXT", description = "steps at a context")
    private List<String> decode = List.of();

    @Option(
            names = "--generate",
            split = ",",
            paramLabel = "PROMPTSxPOSITIONSxNEW",
            description = "whole generations, images and prefill included")
    private List<String> generate = List.of();

    @Option(
            names = "--prefill-rows",
            defaultValue = "8192",
            description = "prompt rows computed at once while generating; default: ${DEFAULT-VALUE}")
    private int prefillRows;

    @Option(names = "--sample", description = "draw with temperature 1, top-k 30, top-p 0.95 instead of greedily")
    private boolean sample;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        JsonOutput output = new JsonOutput(spec.commandLine().getOut());
        try (ModelBench bench = new ModelBench(device.options().openTorch(), shape.config())) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("shape", shape.name);
            first.putAll(bench.device());
            output.line(first);
            for (int[] n : sizes(prefill, 2)) {
                output.line(Map.of("prefill", bench.prefill(n[0], n[1])));
            }
            for (int[] n : sizes(decode, 2)) {
                output.line(Map.of("decode", bench.decode(n[0], n[1])));
            }
            for (int[] n : sizes(generate, 3)) {
                output.line(Map.of("generate", bench.generate(n[0], n[1], sampling(n[2]), prefillRows)));
            }
            output.line(Map.of("memory_peak_gib", bench.memoryPeak() / (double) (1 << 30)));
        }
        return LlavaCli.OK;
    }

    private List<int[]> sizes(List<String> texts, int count) {
        List<int[]> sizes = new ArrayList<>();
        try {
            texts.forEach(text -> sizes.add(BenchShape.sizes(text, count)));
        } catch (TypeConversionException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
        return sizes;
    }

    private Sampling sampling(int newTokens) {
        Sampling chosen = sample ? Sampling.random(1, 30, 0.95, newTokens, 1) : Sampling.greedy(newTokens);
        return chosen.withMinTokens(newTokens);
    }
}
