package io.opadpo.llava.model;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Precision;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Log-probabilities of golden responses. */
public final class VariantScores {

    private VariantScores() {}

    /** Of a variant's golden response. */
    public static float[] score(LlavaModel model, String variant, @Nullable LoraAdapter adapter) {
        Scorer scorer = new Scorer(model, 1000);
        try (VisionFeatures image =
                scorer.encode(List.of(Variants.pixels(variant)), adapter).get(0)) {
            ScoringSample sample =
                    new ScoringSample(variant, Variants.prompt(variant), image, List.of(Variants.response(variant)));
            return scorer.logProbs(List.of(sample), adapter).get(0).get(0);
        }
    }

    /** Of the fixtures' golden row 0 or 1. */
    public static float[] scoreRow(LlavaModel model, int i, @Nullable LoraAdapter adapter) {
        Fixtures.Row row = Fixtures.row(i);
        Scorer scorer = new Scorer(model, 1000);
        try (VisionFeatures image =
                scorer.encode(List.of(row.pixels()), adapter).get(0)) {
            ScoringSample sample = new ScoringSample("row " + i, row.prompt(), image, List.of(row.response()));
            return scorer.logProbs(List.of(sample), adapter).get(0).get(0);
        }
    }

    /** Of a variant's golden response, by a model in a folder, with the adapter in another one, if any. */
    public static float[] scoreFolder(Path folder, String variant, @Nullable Path adapterFolder) {
        try (LlavaModel model = TinyLlava.load(folder, null, Precision.FP32)) {
            if (adapterFolder == null) {
                return score(model, variant, null);
            }
            try (LoraAdapter adapter = TinyLlava.adapter(model, adapterFolder)) {
                return score(model, variant, adapter);
            }
        }
    }
}
