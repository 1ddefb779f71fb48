package io.opadpo.llava.cli;

import io.opadpo.llava.bench.ModelBench;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.generate.Sampling;
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
        // A 7B model is not made before the whole command line is known to be right.
        List<int[]> prefills = BenchShape.sizes(spec, prefill, 2);
        List<int[]> decodes = BenchShape.sizes(spec, decode, 2);
        List<int[]> generations = BenchShape.sizes(spec, generate, 3);
        if (prefillRows < 1) {
            throw new ParameterException(spec.commandLine(), "--prefill-rows is " + prefillRows + ", not positive");
        }
        LlavaConfig config = shape.config();
        JsonOutput output = new JsonOutput(spec.commandLine().getOut());
        try (ModelBench bench = new ModelBench(device.options().openTorch(), config)) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("shape", shape.name);
            first.putAll(bench.device());
            output.line(first);
            for (int[] n : prefills) {
                output.line(Map.of("prefill", bench.prefill(n[0], n[1])));
            }
            for (int[] n : decodes) {
                output.line(Map.of("decode", bench.decode(n[0], n[1])));
            }
            for (int[] n : generations) {
                output.line(Map.of("generate", bench.generate(n[0], n[1], sampling(n[2]), prefillRows)));
            }
            output.line(Map.of("memory_peak_gib", bench.memoryPeak() / (double) (1 << 30)));
        }
        return LlavaCli.OK;
    }

    private Sampling sampling(int newTokens) {
        Sampling chosen = sample ? Sampling.random(1, 30, 0.95, newTokens, 1) : Sampling.greedy(newTokens);
        return chosen.withMinTokens(newTokens);
    }
}
