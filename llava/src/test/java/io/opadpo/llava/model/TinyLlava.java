package io.opadpo.llava.model;

import ai.djl.Device;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.Variants;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Small models on the CPU. */
public final class TinyLlava {

    private TinyLlava() {}

    /**
     * The fixtures' model as its golden values know it: it was cast to bf16 as a whole, rotary frequencies included, and
     * back. transformers itself gives those values to the last bit when its {@code inv_freq} is rounded so, and differs by
     * 4e-4 in log-probability when not.
     */
    public static LlavaModel loadAsGolden() {
        Torch torch = Torch.open(Device.cpu(), Precision.FP32);
        return LlavaLoader.load(torch, Fixtures.path("tiny-llava"), null, (done, all) -> {}, Precision.BF16);
    }

    /** The fixtures' model. */
    public static LlavaModel load() {
        return load(Precision.FP32);
    }

    public static LlavaModel load(Precision precision) {
        return load(Fixtures.path("tiny-llava"), null, precision);
    }

    public static LoraAdapter adapter(LlavaModel model) {
        return LoraAdapter.load(model.torch(), model.config(), "tiny", Fixtures.path("tiny-adapter"));
    }

    /** One of the still smaller models of {@link Variants}. */
    public static LlavaModel variant(String name) {
        return load(Variants.path(name), null, Precision.FP32);
    }

    public static LlavaModel load(Path folder, @Nullable Path clipFolder, Precision precision) {
        return LlavaLoader.load(Torch.open(Device.cpu(), precision), folder, clipFolder, (done, all) -> {});
    }

    /** The adapter on all linear layers of the variant {@code grouped}. */
    public static LoraAdapter groupedAdapter(LlavaModel grouped) {
        return adapter(grouped, Variants.path("grouped-adapter"));
    }

    public static LoraAdapter adapter(LlavaModel model, Path folder) {
        return LoraAdapter.load(model.torch(), model.config(), folder.toString(), folder);
    }
}
