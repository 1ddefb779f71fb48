package io.opadpo.llava.model;

import ai.djl.Device;
import io.opadpo.llava.Fixtures;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Torch;

/** The fixtures' small model on the CPU. */
public final class TinyLlava {

    private TinyLlava() {}

    /**
     * The model as the golden values know it: it was cast to bf16 as a whole, rotary frequencies included, and back.
     * transformers itself gives those values to the last bit when its {@code inv_freq} is rounded so, and differs by 4e-4
     * in log-probability when not.
     */
    public static LlavaModel loadAsGolden() {
        Torch torch = Torch.open(Device.cpu(), Precision.FP32);
        return LlavaLoader.load(torch, Fixtures.path("tiny-llava"), null, (done, all) -> {}, Precision.BF16);
    }

    public static LlavaModel load() {
        return load(Precision.FP32);
    }

    public static LlavaModel load(Precision precision) {
        Torch torch = Torch.open(Device.cpu(), precision);
        return LlavaLoader.load(torch, Fixtures.path("tiny-llava"), null, (done, all) -> {});
    }

    public static LoraAdapter adapter(LlavaModel model) {
        return LoraAdapter.load(model.torch(), model.config(), "tiny", Fixtures.path("tiny-adapter"));
    }
}
