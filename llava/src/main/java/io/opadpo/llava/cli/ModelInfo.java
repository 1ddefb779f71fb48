package io.opadpo.llava.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.model.KvCache;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerException;
import io.opadpo.llava.tokenizer.Tokenizers;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.weights.CheckpointFolder;
import io.opadpo.llava.weights.LlavaShapes;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model without reading its weights.
 *
 * @param layout whose names the tensors have
 * @param parameters stored ones, also those that are never run
 * @param storedDtypes parameters by the type they are stored in
 * @param memoryBytes weights on the device, by precision; activations and cache come on top
 * @param kvBytesPerPosition cache of one position of one sequence, by precision
 */
record ModelInfo(
        String model,
        String layout,
        LlavaConfig config,
        int imageTokens,
        int tensors,
        long parameters,
        long storedBytes,
        Map<String, Long> storedDtypes,
        Map<String, Long> memoryBytes,
        Map<String, Long> kvBytesPerPosition,
        TokenizerInfo tokenizer,
        List<AdapterInfo> adapters) {

    /** Which kind of file, or why there is none to use. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record TokenizerInfo(
            @Nullable String kind,
            @Nullable Integer vocabSize,
            @Nullable String error) {

        static TokenizerInfo of(Path folder) {
            try (Tokenizer tokenizer = Tokenizers.load(folder)) {
                boolean json = Files.isRegularFile(folder.resolve("tokenizer.json"));
                return new TokenizerInfo(json ? "hugging_face" : "sentencepiece", tokenizer.vocabSize(), null);
            } catch (TokenizerException e) {
                return new TokenizerInfo(null, null, e.getMessage());
            }
        }
    }

    static ModelInfo of(Path folder, @Nullable Path clip, List<Path> adapters) {
        LlavaConfig config = LlavaConfigReader.read(folder, clip);
        try (LlavaWeights weights = LlavaWeights.open(folder, clip)) {
            weights.check(config);
            List<TensorInfo> tensors =
                    weights.names().stream().map(weights::info).toList();
            Map<String, Long> types = new TreeMap<>();
            tensors.forEach(t -> types.merge(t.type().name().toLowerCase(Locale.ROOT), t.elements(), Long::sum));
            long loaded = LlavaShapes.of(config).required().values().stream()
                    .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                    .sum();
            return new ModelInfo(
                    folder.toString(),
                    layout(folder),
                    config,
                    config.imageTokens(),
                    tensors.size(),
                    sum(tensors, TensorInfo::elements),
                    sum(tensors, TensorInfo::bytes),
                    types,
                    byPrecision(precision -> loaded * precision.bytes()),
                    byPrecision(precision -> KvCache.bytes(config.text(), precision.bytes(), 1, 1)),
                    TokenizerInfo.of(folder),
                    adapters.stream()
                            .map(adapter -> AdapterInfo.of(adapter, config))
                            .toList());
        }
    }

    private static long sum(Collection<TensorInfo> tensors, ToLongFunction<TensorInfo> part) {
        return tensors.stream().mapToLong(part).sum();
    }

    private static Map<String, Long> byPrecision(ToLongFunction<Precision> bytes) {
        Map<String, Long> result = new TreeMap<>();
        for (Precision precision : Precision.values()) {
            result.put(precision.name().toLowerCase(Locale.ROOT), bytes.applyAsLong(precision));
        }
        return result;
    }

    private static String layout(Path folder) {
        try (CheckpointFolder files = CheckpointFolder.open(folder)) {
            if (files.names().contains("model.embed_tokens.weight")) {
                return "original";
            }
            return files.names().contains("model.language_model.embed_tokens.weight")
                    ? "hugging_face_5"
                    : "hugging_face";
        }
    }
}
