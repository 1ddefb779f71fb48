package io.opadpo.llava.cli;

import ai.djl.Device;
import io.opadpo.llava.LlavaOptions;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where a model runs, and in what precision. */
final class DeviceOptions {

    @Option(
            names = "--device",
            paramLabel = "auto|cpu|gpu|gpu:N",
            converter = DeviceConverter.class,
            description = "where the model runs; auto: the first GPU, or the CPU without one")
    private @Nullable Device device;

    @Option(
            names = "--dtype",
            paramLabel = "fp32|bf16",
            description = "weights and activations; by default fp32 on the CPU and bf16 on GPUs")
    private @Nullable Precision precision;

    @Option(names = "--threads", paramLabel = "N", description = "threads of one kernel on the CPU")
    private int threads;

    /** The library's options for it. Sets the number of threads, which is the process's. */
    LlavaOptions options() {
        if (threads > 0) {
            Torch.setThreads(threads);
        }
        return LlavaOptions.defaults().withDevice(device).withPrecision(precision);
    }

    static final class DeviceConverter implements ITypeConverter<@Nullable Device> {
        @Override
        public @Nullable Device convert(String value) {
            return switch (value) {
                case "auto" -> null;
                case "cpu" -> Device.cpu();
                case "gpu" -> Device.gpu(0);
                default -> {
                    if (!value.matches("gpu:[0-9]{1,3}")) {
                        throw new TypeConversionException("'" + value + "' is not auto, cpu, gpu or gpu:N");
                    }
                    yield Device.gpu(Integer.parseInt(value.substring("gpu:".length())));
                }
            };
        }
    }
}
