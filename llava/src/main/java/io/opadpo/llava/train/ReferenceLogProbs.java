package io.opadpo.llava.train;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.train.loss.PreferenceResponse;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Log-probabilities of every answer under the frozen reference, computed once per dataset and kept in a file: fp32, one
 * tensor {@code <sample>/<ANSWER>} per answer.
 */
final class ReferenceLogProbs {

    private final Map<String, Map<PreferenceResponse, float[]>> samples = new LinkedHashMap<>();

    void put(String sample, Map<PreferenceResponse, float[]> answers) {
        samples.put(sample, new EnumMap<>(answers));
    }

    void addAll(ReferenceLogProbs other) {
        samples.putAll(other.samples);
    }

    boolean has(String sample) {
        return samples.containsKey(sample);
    }

    /** @throws LlavaException naming the sample, if its answer was not scored */
    float[] of(String sample, PreferenceResponse answer) {
        float[] values = samples.getOrDefault(sample, Map.of()).get(answer);
        if (values == null) {
            throw new LlavaException("sample " + sample + " has no reference log-probabilities of " + answer);
        }
        return values;
    }

    void write(Path file) {
        List<TensorInfo> tensors = new ArrayList<>();
        Map<String, float[]> values = new LinkedHashMap<>();
        samples.forEach((sample, answers) -> answers.forEach((answer, logProbs) -> {
            String key = sample + "/" + answer;
            values.put(key, logProbs);
            tensors.add(new TensorInfo(key, StoredType.F32, List.of((long) logProbs.length)));
        }));
        SafetensorsWriter.write(file, tensors, (tensor, out) -> {
            float[] logProbs = values.getOrDefault(tensor.name(), new float[0]);
            ByteBuffer bytes =
                    ByteBuffer.allocate(logProbs.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(logProbs);
            out.write(bytes);
        });
    }

    /** @throws LlavaException if the file is damaged or not one of these */
    static ReferenceLogProbs read(Path file) {
        ReferenceLogProbs reference = new ReferenceLogProbs();
        try (SafetensorsFile store = SafetensorsFile.open(file)) {
            for (String key : store.names()) {
                int slash = key.lastIndexOf('/');
                PreferenceResponse answer = answer(file, key.substring(slash + 1));
                long bytes = store.info(key).bytes();
                float[] values = new float[Math.toIntExact(bytes / Float.BYTES)];
                store.map(key, 0, Math.toIntExact(bytes)).asFloatBuffer().get(values);
                reference
                        .samples
                        .computeIfAbsent(
                                key.substring(0, Math.max(slash, 0)), id -> new EnumMap<>(PreferenceResponse.class))
                        .put(answer, values);
            }
        }
        return reference;
    }

    private static PreferenceResponse answer(Path file, String name) {
        try {
            return PreferenceResponse.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new LlavaException(file + ": " + name + " is no answer of a preference sample", e);
        }
    }
}
