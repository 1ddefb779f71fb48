package io.opadpo.llava.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.Variants;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VariantScores;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What this library writes, read by transformers and PEFT. Runs where the interpreter named by the environment variable
 * {@code LLAVA_PYTHON}, else {@code python3}, has torch, transformers and peft.
 */
class PythonInteropTest {

    private static final Offset<Float> TOLERANCE = Offset.offset(2e-4f);
    private static final Path BASE = Variants.path("grouped");

    @TempDir
    private Path folder;

    @BeforeAll
    static void findPython(@TempDir Path scratch) {
        assumeThat(run(scratch, List.of("-c", "import torch, transformers, peft")).succeeded)
                .as("torch, transformers and peft in Python")
                .isTrue();
    }

    @Test
    void peftLoadsTheAdaptersWeWrite() {
        List<LoraTargets> kinds = List.of(
                new LoraTargets.AllLinear(),
                new LoraTargets.Names(List.of("q_proj", "fc1", "linear_2")),
                new LoraTargets.Regex(".*language_model.*\\.(up_proj|v_proj)"));
        for (LoraTargets targets : kinds) {
            LoraConfig config =
                    new LoraConfig(2, 3.5, true, targets, Map.of("q_proj", 3, "fc1", 1), Map.of("up_proj", 5.0), "");
            Path adapter = folder.resolve("adapter-" + kinds.indexOf(targets));
            RandomAdapter.write(adapter, LlavaConfigReader.read(BASE, null), config, 5, 0.3f, targets::matches);
            assertThat(score("grouped", BASE, adapter))
                    .containsExactly(VariantScores.scoreFolder(BASE, "grouped", adapter), TOLERANCE);
        }
    }

    @Test
    void transformersLoadsTheModelsWeMerge() throws IOException {
        Path merged = folder.resolve("merged");
        LoraMerge.write(BASE, null, Variants.path("grouped-adapter"), merged, StoredType.F32, name -> {});
        assertThat(score("grouped", merged, null))
                .containsExactly(VariantScores.scoreFolder(merged, "grouped", null), TOLERANCE);
    }

    @Test
    void transformersLoadsEveryShapeWeExport() throws IOException {
        for (String variant : List.of("plain", "tied")) {
            Path exported = folder.resolve(variant);
            LoraMerge.write(Variants.path(variant), null, null, exported, StoredType.BF16, name -> {});
            assertThat(score(variant, exported, null))
                    .containsExactly(Variants.golden(variant).floats("response_logprobs"), TOLERANCE);
        }
    }

    /** The prompt holds the image token, which the authors' vocabulary lacks. */
    @Test
    void transformersRunsTheAuthorsModelsWeExport() throws IOException {
        AuthorsFolder authors = AuthorsFolder.in(folder);
        Path exported = folder.resolve("exported");
        LoraMerge.write(authors.model(), authors.clip(), null, exported, StoredType.F32, name -> {});
        try (LlavaModel model = TinyLlava.load(exported, null, Precision.FP32)) {
            assertThat(score(goldenRow(), exported, null))
                    .containsExactly(VariantScores.scoreRow(model, 0, null), TOLERANCE);
        }
    }

    /** The fixtures' row 0 as the file of a variant. */
    private Path goldenRow() throws IOException {
        int[] ids = Fixtures.ints("golden.safetensors", "ids_0");
        float[] pixels = Fixtures.row(0).pixels();
        int prompt = ids.length - Fixtures.row(0).response().length;
        Path file = folder.resolve("row.safetensors");
        List<TensorInfo> tensors = List.of(
                new TensorInfo("prompt", StoredType.I64, List.of((long) prompt)),
                new TensorInfo("response", StoredType.I64, List.of((long) ids.length - prompt)),
                new TensorInfo("pixels", StoredType.F32, List.of(3L, 112L, 112L)));
        SafetensorsWriter.write(file, tensors, (tensor, out) -> {
            ByteBuffer bytes =
                    ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
            switch (tensor.name()) {
                case "pixels" -> bytes.asFloatBuffer().put(pixels);
                case "prompt" -> Arrays.stream(ids, 0, prompt).forEach(id -> bytes.putLong(id));
                default -> Arrays.stream(ids, prompt, ids.length).forEach(id -> bytes.putLong(id));
            }
            out.write(bytes.rewind());
        });
        return file;
    }

    private float[] score(String variant, Path model, Path adapter) {
        return score(Variants.path(variant + ".safetensors"), model, adapter);
    }

    private float[] score(Path golden, Path model, Path adapter) {
        List<String> arguments =
                new ArrayList<>(List.of(Variants.path("score.py").toString(), golden.toString(), model.toString()));
        if (adapter != null) {
            arguments.add(adapter.toString());
        }
        Run run = run(folder, arguments);
        assertThat(run.succeeded).as(run.errors).isTrue();
        String[] numbers = run.output.strip().split("\\s+");
        float[] scores = new float[numbers.length];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = Float.parseFloat(numbers[i]);
        }
        return scores;
    }

    /** What a run of Python said. */
    private record Run(boolean succeeded, String output, String errors) {}

    private static Run run(Path scratch, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getenv().getOrDefault("LLAVA_PYTHON", "python3"));
        command.addAll(arguments);
        try {
            Path output = Files.createTempFile(scratch, "python", ".out");
            Path errors = Files.createTempFile(scratch, "python", ".err");
            Process process = new ProcessBuilder(command)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            if (!process.waitFor(5, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                return new Run(false, "", "takes too long");
            }
            return new Run(process.exitValue() == 0, Files.readString(output), Files.readString(errors));
        } catch (IOException e) {
            return new Run(false, "", e.toString());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
