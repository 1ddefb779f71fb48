package io.opadpo.llava.lora;

import ai.djl.Device;
import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.export.ModelExport;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.LlavaWeights;
import io.opadpo.llava.weights.StoredType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Folds an adapter into its base model and writes the result as a Hugging Face folder.
 *
 * <p>Each weight is read in its stored precision, summed in fp32 and rounded once. Rounding to bf16 still loses part of a
 * small update, so an unmerged adapter stays the more exact choice; fp32 output loses nothing.
 */
public final class LoraMerge {

    private LoraMerge() {}

    /**
     * Writes a merged model, or, without an adapter, the same model in Hugging Face's layout; see {@link ModelExport}.
     *
     * @param clipFolder CLIP's folder, for checkpoints in the authors' layout
     * @param output another folder than {@code modelFolder}, created if it is not there
     * @param type type of the written weights, a floating one
     * @param progress told each written tensor's name
     * @throws AdapterException if the adapter does not fit the model
     */
    public static void write(
            Path modelFolder,
            @Nullable Path clipFolder,
            @Nullable Path adapterFolder,
            Path output,
            StoredType type,
            Consumer<String> progress)
            throws IOException {
        LlavaConfig config = LlavaConfigReader.read(modelFolder, clipFolder);
        try (LoraFolder adapter = adapterFolder == null ? null : LoraFolder.open(adapterFolder, config);
                Torch torch = Torch.open(Device.cpu(), Precision.FP32)) {
            ModelExport.Values values = (stored, name, scope) -> merged(torch, stored, adapter, name, scope);
            new ModelExport(modelFolder, clipFolder).write(torch, output, type, values, progress);
        }
    }

    private static IValue merged(
            Torch torch, LlavaWeights stored, @Nullable LoraFolder adapter, String name, Scope scope) {
        IValue weight = ModelExport.stored(torch, stored, name, scope);
        String module = name.replaceFirst("\\.weight$", "");
        if (adapter == null || module.equals(name) || !adapter.modules().contains(module)) {
            return weight;
        }
        IValue a = scope.own(Tensors.read(torch, adapter.store(), adapter.keyOfA(module), Precision.FP32));
        IValue b = scope.own(Tensors.read(torch, adapter.store(), adapter.keyOfB(module), Precision.FP32));
        return scope.record("merge", weight, a, b, adapter.config().scale(module));
    }
}
