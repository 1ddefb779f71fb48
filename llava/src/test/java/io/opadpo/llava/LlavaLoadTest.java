package io.opadpo.llava;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageException;
import io.opadpo.llava.image.ImageLimits;
import io.opadpo.llava.lora.AuthorsFolder;
import io.opadpo.llava.lora.LoraMerge;
import io.opadpo.llava.tokenizer.TokenizerException;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.StoredType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LlavaLoadTest {

    private static final LlavaOptions CPU = LlavaOptions.defaults().withDevice(Device.cpu());
    private static final ImageSource WIDE = ImageSource.of(Fixtures.path("images/wide.png"));

    @TempDir
    private Path temporary;

    private Path folder;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = TinyFolder.in(temporary);
    }

    @Test
    void progressCountsEveryTensor() {
        List<Integer> done = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        try (Llava llava = Llava.load(folder, CPU.withProgress((n, total) -> {
            done.add(n);
            all.add(total);
        }))) {
            assertThat(llava.model().torch().precision()).isEqualTo(Precision.FP32);
            assertThat(done).isSorted().hasSize(all.get(0)).endsWith(all.get(0));
        }
    }

    @Test
    void theGeneratorFitsTheModelByDefault() {
        try (Llava llava = Llava.load(folder, CPU)) {
            GeneratorOptions size =
                    GeneratorSize.fitting(llava.model().torch(), llava.config().text());
            assertThat(size.capacity()).isEqualTo(2048);
            assertThat(llava.queueLength()).isEqualTo(2 * size.slots());
        }
    }

    @Test
    void imageOptionsReachTheImages() {
        List<Integer> padded = answer(CPU);
        assertThat(answer(CPU.withImageMode(ClipPreprocessor.Mode.CROP))).isNotEqualTo(padded);
        assertThatThrownBy(() -> answer(CPU.withImageLimits(new ImageLimits(1000, 100, 1000))))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("wide.png");
    }

    private List<Integer> answer(LlavaOptions options) {
        try (Llava llava = Llava.load(folder, options)) {
            return llava.answer(WIDE, "What is this?", Sampling.greedy(8)).ids();
        }
    }

    /** The tokens that the export adds to the vocabulary never win. */
    @Test
    void theAuthorsLayoutAnswersAsItsExportDoes() throws IOException {
        AuthorsFolder authors = AuthorsFolder.in(temporary);
        TinyFolder.writeTokenizer(authors.model(), AuthorsFolder.VOCABULARY);
        Path exported = temporary.resolve("exported");
        LoraMerge.write(authors.model(), authors.clip(), null, exported, StoredType.F32, name -> {});
        folder = authors.model();
        List<Integer> ids = answer(CPU.withClipFolder(authors.clip()));
        folder = exported;
        assertThat(answer(CPU)).isEqualTo(ids);
    }

    @Test
    void aTokenizerOfAnotherModelIsRefused() throws IOException {
        TinyFolder.writeTokenizer(folder, TinyFolder.VOCABULARY + 1);
        assertThatThrownBy(() -> Llava.load(folder, CPU))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("32065");
        Files.delete(folder.resolve("tokenizer.json"));
        assertThatThrownBy(() -> Llava.load(folder, CPU))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining(folder.toString());
    }

    @Test
    void missingFilesAreNamed() throws IOException {
        Files.delete(folder.resolve("model.safetensors"));
        assertThatThrownBy(() -> Llava.load(folder, CPU))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(folder.toString());
        Path nowhere = temporary.resolve("nowhere");
        assertThatThrownBy(() -> Llava.load(nowhere, CPU))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining(nowhere.toString());
    }

    @Test
    void aGpuNeedsTheRightLibtorch() {
        if (Torch.supportsCuda()) {
            return;
        }
        assertThatThrownBy(() -> Llava.load(folder, CPU.withDevice(Device.gpu(0))))
                .isInstanceOf(LlavaException.class)
                .hasMessageContaining("gpu");
    }
}
