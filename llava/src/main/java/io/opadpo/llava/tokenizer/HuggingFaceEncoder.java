package io.opadpo.llava.tokenizer;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.opadpo.llava.DjlTelemetry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Text to ids through the native Hugging Face library. */
final class HuggingFaceEncoder implements TextEncoder {

    private final HuggingFaceTokenizer nativeTokenizer;

    /** Takes the whole {@code tokenizer.json}, as {@link HuggingFaceReader} has checked and reduced it. */
    HuggingFaceEncoder(String json, String source) {
        DjlTelemetry.optOut();
        // Without these the library cuts every text at 512 tokens and adds a bos.
        Map<String, String> options = Map.of("addSpecialTokens", "false", "truncation", "false", "padding", "false");
        try (ByteArrayInputStream in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8))) {
            nativeTokenizer = HuggingFaceTokenizer.newInstance(in, options);
        } catch (IOException | RuntimeException e) {
            throw new TokenizerException(source + ": refused by the Hugging Face library", e);
        }
    }

    @Override
    public int[] encode(String text) {
        long[] ids = nativeTokenizer.encode(text, false, false).getIds();
        int[] result = new int[ids.length];
        for (int i = 0; i < ids.length; i++) {
            result[i] = Math.toIntExact(ids[i]);
        }
        return result;
    }

    @Override
    public void close() {
        nativeTokenizer.close();
    }
}
