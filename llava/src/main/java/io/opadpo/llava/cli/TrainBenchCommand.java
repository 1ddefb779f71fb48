package io.opadpo.llava.cli;

import io.opadpo.llava.bench.TrainBench;
import io.opadpo.llava.config.LlavaConfig;
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

/** {@code llava bench train}: speed of training steps. */
@Command(
        name = "train",
        description = "Measures OPA-DPO and OPA steps on samples shaped as the reference's, LoRA on the decoder.")
final class TrainBenchCommand implements Callable<Integer> {

    @Mixin
    private BenchShape shape = new BenchShape();

    @Mixin
    private DeviceOptions device = new DeviceOptions();

    @Option(names = "--rank", defaultValue = "256", description = "rank of the adapter; default: ${DEFAULT-VALUE}")
    private int rank;

    @Option(names = "--recompute", description = "compute activations again on the way back rather than keep them")
    private boolean recompute;

    @Option(
            names = "--opa-dpo",
            split = ",",
            paramLabel = "SAMPLESxMICROBATCH",
            description = "one optimiser step over so many samples, so many computed at once")
    private List<String> opaDpo = List.of();

    @Option(names = "--opa", split = ",", paramLabel = "SAMPLESxMICROBATCH", description = "the same for OPA")
    private List<String> opa = List.of();

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<int[]> opaDpos = BenchShape.sizes(spec, opaDpo, 2);
        List<int[]> opas = BenchShape.sizes(spec, opa, 2);
        if (rank < 1) {
            throw new ParameterException(spec.commandLine(), "--rank is " + rank + ", not positive");
        }
        LlavaConfig config = shape.config();
        JsonOutput output = new JsonOutput(spec.commandLine().getOut());
        try (TrainBench bench = new TrainBench(device.options().openTorch(), config, rank, recompute)) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("shape", shape.name);
            first.put("lora_rank", rank);
            first.put("recompute", recompute);
            first.put("trainable_parameters", bench.trainableParameters());
            output.line(first);
            for (int[] n : opaDpos) {
                output.line(Map.of("opa_dpo", bench.opaDpo(n[0], n[1])));
            }
            for (int[] n : opas) {
                output.line(Map.of("opa", bench.opa(n[0], n[1])));
            }
        }
        return LlavaCli.OK;
    }
}
