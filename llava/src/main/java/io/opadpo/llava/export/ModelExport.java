package io.opadpo.llava.export;

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
import java.io.InputStream;
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
 * Writes a model folder that differs from another one in its weights: the tensors of that one, each as it is or replaced,
 * with its tokenizer's and preprocessor's files. The chat template is ours: that of LLaVA-1.5's published folders leaves the
 * system text out, with which the model was trained.
 *
 * <p>transformers looks up an embedding for the image token too, which the authors' vocabulary of 32000 lacks. Embedding
 * and output layer are then padded to 32064 rows, as in the checkpoints that Hugging Face publishes, with the mean of the
 * rows that are there. A mean row's logit is the mean logit, so greedy answers stay the same, and by convexity the added
 * tokens together take at most 64/32064 of the probability: log-probabilities fall by at most 0.002.
 */
public final class ModelExport {

    /** Files that go along unchanged, where the model folder has them. */
    private static final List<String> COMPANIONS = List.of(
            "generation_config.json",
            "tokenizer.json",
            "tokenizer.model",
            "tokenizer_config.json",
            "special_tokens_map.json",
            "added_tokens.json",
            "preprocessor_config.json",
            "processor_config.json");

    /** {@link io.opadpo.llava.prompt.VicunaPrompt} for servers that have no format of their own, such as vLLM. */
    private static final String CHAT_TEMPLATE = "chat_template.jinja";

    /** Vocabularies are rounded up to a multiple of this, as Hugging Face's conversion of LLaVA-1.5 does. */
    private static final int VOCABULARY_STEP = 64;

    /** A configuration that calls for more than this is damaged; each row takes the width of the model. */
    private static final int MAX_ADDED_ROWS = 1 << 16;

    private final Path source;
    private final @Nullable Path clip;

    /** What is written for a tensor. */
    @FunctionalInterface
    public interface Values {
        /**
         * A tensor's values in fp32.
         *
         * @param stored those of the source
         * @param name canonical name
         * @param scope owner of the result, unless someone else is
         */
        IValue of(LlavaWeights stored, String name, Scope scope);
    }

    /**
     * An export of a model.
     *
     * @param source folder of the model, in either layout
     * @param clip CLIP's folder, for checkpoints in the authors' layout
     */
    public ModelExport(Path source, @Nullable Path clip) {
        this.source = source;
        this.clip = clip;
    }

    /**
     * Writes the model.
     *
     * @param output another folder than the source, created if it is not there
     * @param type type of the written weights, a floating one
     * @param progress told each written tensor's name
     * @throws ExportException if its image token cannot be exported
     * @throws io.opadpo.llava.weights.WeightsException if the model's files do not fit
     */
    public void write(Torch torch, Path output, StoredType type, Values values, Consumer<String> progress)
            throws IOException {
        if (Files.exists(output) && Files.isSameFile(source, output)) {
            throw new IllegalArgumentException(output + " is the base model's own folder");
        }
        LlavaConfig config = LlavaConfigReader.read(source, clip);
        try (LlavaWeights stored = LlavaWeights.open(source, clip)) {
            stored.check(config);
            LlavaConfig exported = withImageToken(config);
            LlavaShapes shapes = LlavaShapes.of(exported);
            Files.createDirectories(output);
            Map<String, String> canonical = new TreeMap<>();
            stored.names().forEach(name -> canonical.put(WeightNames.published(name), name));
            List<TensorInfo> tensors = canonical.entrySet().stream()
                    .map(e -> new TensorInfo(e.getKey(), type, shapes.shape(e.getValue())))
                    .toList();
            CheckpointWriter.write(output, tensors, CheckpointWriter.DEFAULT_SHARD_BYTES, (tensor, out) -> {
                String name = Objects.requireNonNull(canonical.get(tensor.name()));
                try (Scope scope = torch.scope()) {
                    long added = rows(tensor) - rows(stored.info(name));
                    IValue value = values.of(stored, name, scope);
                    Tensors.write(torch, added > 0 ? scope.record("pad_rows", value, added) : value, type, out);
                }
                progress.accept(tensor.name());
            });
            LlavaConfigWriter.write(output, exported);
        }
        copyCompanions(output);
    }

    /** A tensor as the source has it. */
    public static IValue stored(Torch torch, LlavaWeights stored, String name, Scope scope) {
        return scope.own(Tensors.read(torch, stored, name, Precision.FP32));
    }

    /** The model with a vocabulary that holds the image token, and the padding token that follows it. */
    private LlavaConfig withImageToken(LlavaConfig config) {
        int size = config.text().vocabSize();
        int imageToken = config.imageTokenId();
        if (imageToken < size) {
            return config;
        }
        if (imageToken - size >= MAX_ADDED_ROWS) {
            throw new ExportException(
                    source + ": its image token is " + imageToken + ", too far beyond its vocabulary of " + size);
        }
        int steps = (imageToken + 2 + VOCABULARY_STEP - 1) / VOCABULARY_STEP;
        return config.withVocabSize(steps * VOCABULARY_STEP);
    }

    private static long rows(TensorInfo tensor) {
        return tensor.shape().get(0);
    }

    private void copyCompanions(Path output) throws IOException {
        for (String name : COMPANIONS) {
            if (Files.isRegularFile(source.resolve(name))) {
                Files.copy(source.resolve(name), output.resolve(name), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        try (InputStream in = ModelExport.class.getResourceAsStream(CHAT_TEMPLATE)) {
            Files.copy(
                    Objects.requireNonNull(in, CHAT_TEMPLATE),
                    output.resolve(CHAT_TEMPLATE),
                    StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
