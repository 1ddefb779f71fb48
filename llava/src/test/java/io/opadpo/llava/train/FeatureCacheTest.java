package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.train.loss.OpaDpoOptions;
import io.opadpo.llava.train.telemetry.Scalars;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureCacheTest {

    @TempDir
    Path temp;

    private static VisionFeatures encode(LlavaModel model, int row) {
        return new Scorer(model, 1000)
                .encode(List.of(Fixtures.row(row).pixels()), null)
                .get(0);
    }

    private static ByteBuffer bytes(LlavaModel model, VisionFeatures features) {
        try (features) {
            return features.toBytes(model);
        }
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void featuresComeBackToTheBit(Precision precision) throws IOException {
        Path file = temp.resolve("features");
        try (LlavaModel model = TinyLlava.load(precision);
                FeatureCache cache = new FeatureCache(file, model, 1 << 20)) {
            for (int row = 0; row < 2; row++) {
                try (VisionFeatures features = encode(model, row)) {
                    cache.put("row " + row, features, model);
                }
            }
            cache.flush();
            for (int row = 0; row < 2; row++) {
                VisionFeatures kept = Objects.requireNonNull(cache.get("row " + row, model));
                assertThat(bytes(model, kept)).isEqualTo(bytes(model, encode(model, row)));
            }
            assertThat(cache.get("row 2", model)).isNull();
        }
        assertThat(file).doesNotExist();
    }

    @Test
    void whatDoesNotFitIsNotKept() throws IOException {
        try (LlavaModel model = TinyLlava.load();
                FeatureCache cache = new FeatureCache(temp.resolve("features"), model, VisionFeatures.bytes(model));
                VisionFeatures features = encode(model, 0)) {
            cache.put("first", features, model);
            cache.put("second", features, model);
            cache.flush();
            assertThat(cache.has("first")).isTrue();
            assertThat(cache.has("second")).isFalse();
        }
    }

    /** Nothing fits, one image's features do, or all. */
    @Test
    void aTrainingIsTheSameWithAndWithout() throws IOException {
        List<Double> expected = null;
        for (long bytes : new long[] {0, 50_000, 1 << 30}) {
            TrainerOptions options = TinyRun.options(2, 5, 1e-3, Evaluation.none());
            TrainingStart start = TrainingStart.decoderOf(Fixtures.path("tiny-adapter"));
            TrainingFolder folder = new TrainingFolder(temp.resolve("run" + bytes), 1, bytes);
            List<Double> losses = TinyRun.of(TinyRun.preference(start, OpaDpoOptions.defaults(), options), 5, folder)
                    .scalars(Scalars.LOSS);
            assertThat(losses).hasSize(2);
            expected = expected == null ? losses : expected;
            assertThat(losses).isEqualTo(expected);
            assertThat(folder.path().resolve("features.tmp")).doesNotExist();
        }
    }
}
