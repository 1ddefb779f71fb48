package io.opadpo.llava.cli;

import io.opadpo.llava.lora.LoraMerge;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llava merge}: a model with an adapter folded in. */
@Command(
        name = "merge",
        description = "Folds an adapter into its model and writes the result in Hugging Face's layout.")
final class MergeCommand extends LlavaCommand {

    @Mixin
    private ModelOptions model = new ModelOptions();

    @Option(
            names = "--adapter",
            paramLabel = "DIR",
            description = "PEFT folder of the adapter; without one, the model is written in another type or layout")
    private @Nullable Path adapter;

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to write, new or empty")
    private Path out = Path.of("");

    @Option(
            names = "--dtype",
            paramLabel = "fp32|bf16|fp16",
            defaultValue = "bf16",
            description = "type of the written weights (default: bf16); fp32 alone loses nothing of the adapter")
    private WrittenType type = WrittenType.BF16;

    @Option(names = "--threads", paramLabel = "N", description = "threads of one kernel on the CPU")
    private int threads;

    /** Types by the names that this command's users know. */
    enum WrittenType {
        FP32(StoredType.F32),
        BF16(StoredType.BF16),
        FP16(StoredType.F16);

        private final StoredType stored;

        WrittenType(StoredType stored) {
            this.stored = stored;
        }
    }

    private record Merged(String out, String dtype, int tensors, long bytes) {}

    @Override
    public Integer call() throws IOException {
        requireEmpty();
        if (threads > 0) {
            Torch.setThreads(threads);
        }
        int expected = tensors();
        AtomicInteger written = new AtomicInteger();
        Progress progress = progress("merge");
        LoraMerge.write(
                model.folder,
                model.clip,
                adapter,
                out,
                type.stored,
                name -> progress.update(written.incrementAndGet(), expected));
        output().line(new Merged(out.toString(), type.name().toLowerCase(Locale.ROOT), written.get(), bytes()));
        return LlavaCli.OK;
    }

    private int tensors() {
        try (LlavaWeights weights = LlavaWeights.open(model.folder, model.clip)) {
            return weights.names().size();
        }
    }

    /** Above all, the model itself must not be written over while it is read. */
    private void requireEmpty() throws IOException {
        if (!Files.exists(out)) {
            return;
        }
        try (Stream<Path> entries = Files.list(out)) {
            if (entries.findAny().isPresent()) {
                throw new InputException(out + ": not empty");
            }
        }
    }

    private long bytes() throws IOException {
        long sum = 0;
        try (Stream<Path> entries = Files.list(out)) {
            for (Path file : (Iterable<Path>) entries::iterator) {
                sum += Files.size(file);
            }
        }
        return sum;
    }
}
