package io.opadpo.llava.cli;

import ai.djl.Device;
import io.opadpo.llava.bench.ModelBench;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.config.LlavaConfigs;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;

/** {@code llava bench}: speed of a model's shape on a device, with random weights. */
@Command(name = "bench", description = "Measures a model's shape with random weights made on the device.")
final class BenchCommand implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "SHAPE", description = "7b, 13b, or a folder with a config.json")
    private String shape = "";

    @Option(names = "--device", defaultValue = "cpu", description = "cpu, gpu or gpu:N")
    private String device = "cpu";

    @Option(names = "--dtype", description = "FP32 or BF16; by default FP32 on the CPU and BF16 on a GPU")
    private @Nullable Precision precision;

    @Option(
            names = "--prefill",
            split = ",",
            defaultValue = "32x637",
            description = "prompts x positions, several by commas")
    private List<String> prefill = List.of();

    @Option(
            names = "--decode",
            split = ",",
            defaultValue = "1x1024,32x1024,64x1024,128x1024",
            description = "batch x context, several by commas")
    private List<String> decode = List.of();

    @Option(
            names = "--generate",
            split = ",",
            defaultValue = "128x637x128",
            description = "prompts x positions x new tokens, several by commas")
    private List<String> generate = List.of();

    @Option(names = "--prefill-rows", defaultValue = "16384", description = "prompt rows computed at once")
    private int prefillRows;

    @Option(names = "--sample", description = "draw with temperature 1, top-k 30, top-p 0.95 instead of greedily")
    private boolean sample;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        Device target = parseDevice();
        Precision chosen = precision != null ? precision : target.isGpu() ? Precision.BF16 : Precision.FP32;
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("shape", shape);
        try (ModelBench bench = new ModelBench(Torch.open(target, chosen), config())) {
            report.put("device", progress(bench.device()));
            report.put("prefill", measure(prefill, 2, n -> bench.prefill(n[0], n[1])));
            report.put("decode", measure(decode, 2, n -> bench.decode(n[0], n[1])));
            report.put("generate", measure(generate, 3, n -> bench.generate(n[0], n[1], sampling(n[2]), prefillRows)));
            report.put("memory_peak_gib", bench.memoryPeak() / (double) (1 << 30));
        }
        spec.commandLine().getOut().println(JsonMapper.shared().writeValueAsString(report));
        return 0;
    }

    private LlavaConfig config() {
        return switch (shape) {
            case "7b" -> LlavaConfigs.of7b();
            case "13b" -> LlavaConfigs.of13b();
            default -> LlavaConfigReader.read(Path.of(shape), null);
        };
    }

    private Device parseDevice() {
        if (device.startsWith("gpu")) {
            return Device.gpu(device.contains(":") ? Integer.parseInt(device.substring(4)) : 0);
        }
        return Device.cpu();
    }

    private Sampling sampling(int newTokens) {
        Sampling chosen = sample ? Sampling.random(1, 30, 0.95, newTokens, 1) : Sampling.greedy(newTokens);
        return chosen.withMinTokens(newTokens);
    }

    private interface Measurement {
        Map<String, Object> of(int[] sizes);
    }

    private List<Map<String, Object>> measure(List<String> sizes, int count, Measurement measurement) {
        List<Map<String, Object>> results = new ArrayList<>();
        for (String text : sizes) {
            if (!text.isEmpty() && !text.equals("none")) {
                results.add(progress(measurement.of(parse(text, count))));
            }
        }
        return results;
    }

    private int[] parse(String text, int count) {
        String[] parts = text.split("x");
        int[] numbers = new int[count];
        if (parts.length != count) {
            throw new ParameterException(spec.commandLine(), text + " is not " + count + " numbers joined by x");
        }
        for (int i = 0; i < count; i++) {
            numbers[i] = Integer.parseInt(parts[i]);
        }
        return numbers;
    }

    private Map<String, Object> progress(Map<String, Object> result) {
        spec.commandLine().getErr().println(JsonMapper.shared().writeValueAsString(result));
        return result;
    }
}
