package io.opadpo.llava.lora;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.config.LlavaConfigWriter;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.CheckpointWriter;
import io.opadpo.llava.weights.LlavaShapes;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import io.opadpo.llava.weights.WeightNames;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds an adapter into its base model and writes the result as a Hugging Face folder.
 *
 * <p>Each weight is read in its stored precision, summed in fp32 and rounded once. Rounding to bf16 still loses part of a
 * small update, so an unmerged adapter stays the more exact choice; fp32 output loses nothing.
 *
 * <p>transformers looks up an embedding for the image token too, which the authors' vocabulary of 32000 lacks. Embedding
 * and output layer are then padded to 32064 rows, as in the checkpoints that Hugging Face publishes, with the mean of the
 * rows that are there. A mean row's logit is the mean logit, so greedy answers stay the same, and by convexity the added
 * tokens together take at most 64/32064 of the probability: log-probabilities fall by at most 0.002.
 */
public final class LoraMerge {

    /** Files that go along unchanged, where the model folder has them. */
    private static final List<String> COMPANIONS = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer.model",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "preprocessor_config.json",
            "processor_config.json",
            "chat_template.json",
            "chat_template.jinja");

    /** Vocabularies are rounded up to a multiple of this, as Hugging Face's conversion of LLaVA-1.5 does. */
    private static final int VOCABULARY_STEP = 64;

    /** A configuration that calls for more than this is damaged; each row takes the width of the model. */
    private static final int MAX_ADDED_ROWS = 1 << 16;

    private LoraMerge() {}

    /**
     * Writes a merged model, or, without an adapter, the same model in Hugging Face's layout.
     *
     * @param clipFolder CLIP's folder, for checkpoints in the authors' layout
     * @param output another folder than {@code modelFolder}, created if it is not there
     * @param type type of the written weights, a floating one
     * @param progress told each written tensor's name
     * @throws AdapterException if the adapter does not fit the model, or its image token cannot be exported
     */
    public static void write(
            Path modelFolder,
            @Nullable Path clipFolder,
            @Nullable Path adapterFolder,
            Path output,
            StoredType type,
            Consumer<String> progress)
            throws IOException {
        if (Files.exists(output) && Files.isSameFile(modelFolder, output)) {
            throw new IllegalArgumentException(output + " is the base model's own folder");
        }
        LlavaConfig config = LlavaConfigReader.read(modelFolder, clipFolder);
        try (LlavaWeights weights = LlavaWeights.open(modelFolder, clipFolder);
                LoraFolder adapter = adapterFolder == null ? null : LoraFolder.open(adapterFolder, config);
                Torch torch = Torch.open(Device.cpu(), Precision.FP32)) {
            weights.check(config);
            LlavaConfig exported = withImageToken(modelFolder, config);
            LlavaShapes shapes = LlavaShapes.of(exported);
            Files.createDirectories(output);
            Map<String, String> canonical = new TreeMap<>();
            weights.names().forEach(name -> canonical.put(WeightNames.published(name), name));
            List<TensorInfo> tensors = canonical.entrySet().stream()
                    .map(e -> new TensorInfo(e.getKey(), type, shapes.shape(e.getValue())))
                    .toList();
            CheckpointWriter.write(output, tensors, CheckpointWriter.DEFAULT_SHARD_BYTES, (tensor, out) -> {
                String name = Objects.requireNonNull(canonical.get(tensor.name()));
                writeTensor(torch, weights, adapter, name, tensor, out);
                progress.accept(tensor.name());
            });
            LlavaConfigWriter.write(output, exported);
        }
        copyCompanions(modelFolder, output);
    }

    /** The model with a vocabulary that holds the image token, and the padding token that follows it. */
    private static LlavaConfig withImageToken(Path folder, LlavaConfig config) {
        int size = config.text().vocabSize();
        int imageToken = config.imageTokenId();
        if (imageToken < size) {
            return config;
        }
        if (imageToken - size >= MAX_ADDED_ROWS) {
            throw new AdapterException(
                    folder + ": its image token is " + imageToken + ", too far beyond its vocabulary of " + size);
        }
        int steps = (imageToken + 2 + VOCABULARY_STEP - 1) / VOCABULARY_STEP;
        return config.withVocabSize(steps * VOCABULARY_STEP);
    }

    private static void writeTensor(
            Torch torch,
            LlavaWeights weights,
            @Nullable LoraFolder adapter,
            String name,
            TensorInfo written,
            WritableByteChannel out)
            throws IOException {
        String module = name.replaceFirst("\\.weight$", "");
        try (Scope scope = torch.scope()) {
            IValue weight = scope.own(Tensors.read(torch, weights, name, Precision.FP32));
            if (adapter != null && !module.equals(name) && adapter.modules().contains(module)) {
                IValue a = scope.own(Tensors.read(torch, adapter.store(), adapter.keyOfA(module), Precision.FP32));
                IValue b = scope.own(Tensors.read(torch, adapter.store(), adapter.keyOfB(module), Precision.FP32));
                weight = scope.record("merge", weight, a, b, adapter.config().scale(module));
            }
            long added = rows(written) - rows(weights.info(name));
            if (added > 0) {
                weight = scope.record("pad_rows", weight, added);
            }
            Tensors.write(torch, weight, written.type(), out);
        }
    }

    private static long rows(TensorInfo tensor) {
        return tensor.shape().get(0);
    }

    private static void copyCompanions(Path from, Path to) throws IOException {
        for (String name : COMPANIONS) {
            if (Files.isRegularFile(from.resolve(name))) {
                Files.copy(from.resolve(name), to.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
