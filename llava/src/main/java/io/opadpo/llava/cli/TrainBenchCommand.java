package io.opadpo.llava.cli;

import ai.djl.Device;
import io.opadpo.llava.LlavaOptions;
import io.opadpo.llava.bench.TrainBench;
import io.opadpo.llava.bench.TrainBenchOptions;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.torch.Torch;
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
            names = "--replicas",
            split = ",",
            defaultValue = "1",
            paramLabel = "N",
            description = "models that share a step, on as many GPUs from --device on, or all on the CPU; of several"
                    + " numbers each is measured, over the same samples; default: ${DEFAULT-VALUE}")
    private List<Integer> replicas = List.of();

    @Option(
            names = "--naive",
            description = "measure also with a prompt and an image computed for every answer, over the same samples")
    private boolean naive;

    @Option(names = "--lengths", description = "tell how many tokens questions and answers have")
    private boolean lengths;

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
        requirePositive("--rank", rank);
        replicas.forEach(n -> requirePositive("--replicas", n));
        TrainBenchOptions options = new TrainBenchOptions(rank, recompute, replicas, naive, lengths);
        LlavaConfig config = shape.config();
        JsonOutput output = new JsonOutput(spec.commandLine().getOut());
        try (TrainBench bench = new TrainBench(devices(options.models()), config, options)) {
            Map<String, Object> first = new LinkedHashMap<>();
            first.put("shape", shape.name);
            first.put("lora_rank", rank);
            first.put("recompute", recompute);
            first.put("trainable_parameters", bench.trainableParameters());
            output.line(first);
            for (int[] n : opaDpos) {
                bench.opaDpo(n[0], n[1], result -> output.line(Map.of("opa_dpo", result)));
            }
            for (int[] n : opas) {
                bench.opa(n[0], n[1], result -> output.line(Map.of("opa", result)));
            }
        }
        return LlavaCli.OK;
    }

    private void requirePositive(String option, int value) {
        if (value < 1) {
            throw new ParameterException(spec.commandLine(), option + " is " + value + ", not positive");
        }
    }

    /** The device chosen and those after it; the CPU as often as wanted. */
    private List<Torch> devices(int count) {
        LlavaOptions chosen = device.options();
        List<Torch> devices = new ArrayList<>();
        devices.add(chosen.openTorch());
        Device first = devices.get(0).device();
        for (int i = 1; i < count; i++) {
            Device next = first.isGpu() ? Device.gpu(first.getDeviceId() + i) : first;
            devices.add(chosen.withDevice(next).openTorch());
        }
        return devices;
    }
}
