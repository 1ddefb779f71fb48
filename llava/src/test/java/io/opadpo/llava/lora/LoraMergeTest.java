package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.GoldenFile;
import io.opadpo.llava.Variants;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.export.ExportException;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VariantScores;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoraMergeTest {

    private static final Path BASE = Variants.path("grouped");
    private static final Path ADAPTER = Variants.path("grouped-adapter");
    private static final LlavaConfig MODEL = LlavaConfigReader.read(BASE, null);

    @TempDir
    private Path folder;

    private Path merge(Path model, Path clip, Path adapter, StoredType type) throws IOException {
        Path output = folder.resolve("merged");
        LoraMerge.write(model, clip, adapter, output, type, name -> {});
        return output;
    }

    @Test
    void fp32MergeScoresAsBaseAndAdapter() throws IOException {
        Path merged = merge(BASE, null, ADAPTER, StoredType.F32);
        assertThat(VariantScores.scoreFolder(merged, "grouped", null))
                .containsExactly(VariantScores.scoreFolder(BASE, "grouped", ADAPTER), Offset.offset(1e-4f));
        assertThat(LlavaConfigReader.read(merged, null)).isEqualTo(MODEL);
    }

    /** Every merged weight lies within half a bf16 step of the exact sum; a second rounding would leave some outside. */
    @Test
    void bf16MergeRoundsOnce() throws IOException {
        Path merged = merge(BASE, null, ADAPTER, StoredType.BF16);
        int changed = 0;
        try (LlavaWeights before = LlavaWeights.open(BASE, null);
                LlavaWeights after = LlavaWeights.open(merged, null);
                LoraFolder adapter = LoraFolder.open(ADAPTER, MODEL)) {
            for (String module : adapter.modules()) {
                double[] exact = exactSum(before, adapter, module);
                float[] weight = bf16(before, module + ".weight");
                float[] rounded = bf16(after, module + ".weight");
                for (int i = 0; i < exact.length; i++) {
                    double halfStep = Math.ulp((float) Math.abs(exact[i])) * (1 << 15);
                    assertThat(Math.abs(rounded[i] - exact[i])).as(module).isLessThanOrEqualTo(halfStep * 1.001);
                    changed += rounded[i] != weight[i] ? 1 : 0;
                }
            }
        }
        assertThat(changed).isGreaterThan(5000);
    }

    private static double[] exactSum(TensorStore weights, LoraFolder adapter, String module) {
        GoldenFile file = new GoldenFile(ADAPTER.resolve(LoraFolder.WEIGHTS));
        float[] a = file.floats(adapter.keyOfA(module));
        float[] b = file.floats(adapter.keyOfB(module));
        float[] w = bf16(weights, module + ".weight");
        int rank = adapter.config().rank(module);
        int in = a.length / rank;
        double[] sum = new double[w.length];
        for (int i = 0; i < sum.length; i++) {
            double update = 0;
            for (int r = 0; r < rank; r++) {
                update += (double) b[i / in * rank + r] * a[r * in + i % in];
            }
            sum[i] = w[i] + adapter.config().scale(module) * update;
        }
        return sum;
    }

    private static float[] bf16(TensorStore store, String name) {
        ByteBuffer bytes = store.map(name, 0, Math.toIntExact(store.info(name).bytes()));
        float[] values = new float[bytes.remaining() / 2];
        for (int i = 0; i < values.length; i++) {
            values[i] = Float.intBitsToFloat(bytes.getShort() << 16);
        }
        return values;
    }

    @Test
    void tensorsWithoutAnAdapterStayBitForBit() throws IOException {
        Path exported = merge(BASE, null, null, StoredType.BF16);
        try (LlavaWeights before = LlavaWeights.open(BASE, null);
                LlavaWeights after = LlavaWeights.open(exported, null)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(before.names());
            for (String name : before.names()) {
                int bytes = Math.toIntExact(before.info(name).bytes());
                assertThat(after.map(name, 0, bytes)).as(name).isEqualTo(before.map(name, 0, bytes));
            }
        }
    }

    /** The same weights as those of the plain variant; only the tower went through fp16 on its way. */
    @Test
    void theAuthorsLayoutIsExportedAsHuggingFaces() throws IOException {
        Path exported = merge(Variants.path("authors"), Variants.path("authors-clip"), null, StoredType.BF16);
        try (LlavaWeights plain = LlavaWeights.open(Variants.path("plain"), null);
                LlavaWeights after = LlavaWeights.open(exported, null)) {
            assertThat(after.names()).containsExactlyInAnyOrderElementsOf(plain.names());
            for (String name : plain.names()) {
                float[] expected = bf16(plain, name);
                float[] actual = Arrays.copyOf(bf16(after, name), expected.length);
                assertThat(actual).as(name).containsExactly(expected, Offset.offset(1e-5f));
            }
        }
    }

    /** By convexity, the mean of all logits adds at most its share of the rows to the sum of their exponentials. */
    @Test
    void theImageTokenIsPutIntoAVocabularyWithoutIt() throws IOException {
        AuthorsFolder authors = AuthorsFolder.in(folder);
        Path exported = merge(authors.model(), authors.clip(), null, StoredType.F32);
        LlavaConfig config = LlavaConfigReader.read(exported, null);
        assertThat(config.text().vocabSize()).isEqualTo(32064);
        assertThat(config.imageTokenId()).isEqualTo(32000);
        for (String key : List.of("language_model.model.embed_tokens.weight", "language_model.lm_head.weight")) {
            assertThatRowsAreTheMean(new GoldenFile(exported.resolve("model.safetensors")).floats(key), 64);
        }
        float[] before = scoreRow(authors.model(), authors.clip());
        float[] after = scoreRow(exported, null);
        for (int i = 0; i < before.length; i++) {
            assertThat((double) after[i]).isBetween(before[i] - Math.log1p(64.0 / 32000) - 1e-5, before[i] + 1e-5);
        }
    }

    private static float[] scoreRow(Path model, Path clip) {
        try (LlavaModel loaded = TinyLlava.load(model, clip, Precision.FP32)) {
            return VariantScores.scoreRow(loaded, 0, null);
        }
    }

    private static void assertThatRowsAreTheMean(float[] table, int width) {
        double[] mean = new double[width];
        for (int i = 0; i < AuthorsFolder.VOCABULARY * width; i++) {
            mean[i % width] += table[i] / (double) AuthorsFolder.VOCABULARY;
        }
        assertThat(table).hasSize(32064 * width);
        for (int i = AuthorsFolder.VOCABULARY * width; i < table.length; i++) {
            assertThat((double) table[i]).isCloseTo(mean[i % width], Offset.offset(1e-6));
        }
    }

    @Test
    void anImageTokenFarBeyondTheVocabularyIsRefused() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        String config = Files.readString(BASE.resolve("config.json"));
        assertThat(config).contains("\"image_token_index\": 60");
        Files.writeString(
                model.resolve("config.json"),
                config.replace("\"image_token_index\": 60", "\"image_token_index\": " + Integer.MAX_VALUE));
        Files.copy(BASE.resolve("model.safetensors"), model.resolve("model.safetensors"));
        assertThatThrownBy(() -> merge(model, null, null, StoredType.F32))
                .isInstanceOf(ExportException.class)
                .hasMessageContaining(model.toString())
                .hasMessageContaining("image token is 2147483647");
        assertThat(folder.resolve("merged")).doesNotExist();
    }

    @Test
    void companionFilesGoAlongAndProgressIsTold() throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        Files.copy(BASE.resolve("config.json"), model.resolve("config.json"));
        Files.copy(BASE.resolve("model.safetensors"), model.resolve("model.safetensors"));
        Files.writeString(model.resolve("tokenizer.json"), "{}");
        Files.writeString(model.resolve("chat_template.jinja"), "as published, without the system text");
        Files.writeString(model.resolve("secret.txt"), "stays");
        List<String> told = new ArrayList<>();
        LoraMerge.write(model, null, ADAPTER, folder.resolve("merged"), StoredType.F16, told::add);
        assertThat(folder.resolve("merged/tokenizer.json")).hasContent("{}");
        assertThat(folder.resolve("merged/chat_template.jinja"))
                .content()
                .contains(VicunaPrompt.SYSTEM)
                .doesNotContain("as published");
        assertThat(folder.resolve("merged/secret.txt")).doesNotExist();
        assertThat(told).contains("language_model.lm_head.weight").doesNotHaveDuplicates();
    }

    @Test
    void theBaseIsNeverOverwritten() {
        assertThatThrownBy(() -> LoraMerge.write(BASE, null, ADAPTER, BASE, StoredType.F32, name -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("base model's own folder");
    }

    @Test
    void anAdapterOfAnotherModelIsRefused() {
        assertThatThrownBy(() -> merge(Variants.path("tied"), null, ADAPTER, StoredType.F32))
                .isInstanceOf(AdapterException.class);
        assertThat(folder.resolve("merged")).doesNotExist();
    }
}
