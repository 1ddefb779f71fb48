package io.opadpo.llava.lora;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Tensors;
import io.opadpo.llava.torch.Torch;
import io.opadpo.llava.weights.SafetensorsFile;
import io.opadpo.llava.weights.TensorInfo;
import io.opadpo.llava.weights.TensorStore;
import io.opadpo.llava.weights.WeightNames;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A PEFT adapter folder, checked against the model it is to be used with. */
public final class LoraFolder implements AutoCloseable {

    static final String WEIGHTS = "adapter_model.safetensors";

    private static final String A = ".lora_A.weight";
    private static final String B = ".lora_B.weight";

    private final Path folder;
    private final LoraConfig config;
    private final TensorStore store;
    private final Map<String, Keys> modules = new TreeMap<>();

    /** Keys of a module's two matrices in the file; empty until seen. */
    private record Keys(String a, String b) {}

    private LoraFolder(Path folder, LoraConfig config, TensorStore store) {
        this.folder = folder;
        this.config = config;
        this.store = store;
    }

    /**
     * Opens an adapter.
     *
     * @throws AdapterException if it is of an unsupported kind, incomplete, or does not fit the model
     * @throws io.opadpo.llava.weights.WeightsException if its weights file is damaged
     */
    public static LoraFolder open(Path folder, LlavaConfig model) {
        LoraConfig config = LoraConfigFile.read(folder);
        Path file = folder.resolve(WEIGHTS);
        if (!Files.isRegularFile(file)) {
            throw new AdapterException(folder + " has no " + WEIGHTS);
        }
        LoraFolder opened = new LoraFolder(folder, config, SafetensorsFile.open(file));
        try {
            opened.collect();
            opened.check(new LinearLayers(model));
            return opened;
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private void collect() {
        for (String key : store.names()) {
            boolean isA = key.endsWith(A);
            if (!isA && !key.endsWith(B)) {
                throw new AdapterException(store.fileOf(key) + ": " + key + " is neither lora_A nor lora_B");
            }
            String peftModule = key.substring(0, key.length() - A.length());
            Optional<String> module = WeightNames.canonicalModule(peftModule);
            if (module.isEmpty()) {
                throw new AdapterException(store.fileOf(key) + ": " + key + " is no module of a LLaVA model");
            }
            Keys known = modules.getOrDefault(module.get(), new Keys("", ""));
            if (!(isA ? known.a : known.b).isEmpty()) {
                throw new AdapterException(store.fileOf(key) + ": " + key + " is there under two names");
            }
            modules.put(module.get(), isA ? new Keys(key, known.b) : new Keys(known.a, key));
        }
        if (modules.isEmpty()) {
            throw new AdapterException(folder + " holds no LoRA weights");
        }
    }

    private void check(LinearLayers layers) {
        modules.forEach((module, keys) -> {
            if (keys.a.isEmpty() || keys.b.isEmpty()) {
                throw new AdapterException(
                        folder + ": " + module + " has no " + (keys.a.isEmpty() ? "lora_A" : "lora_B"));
            }
            LinearLayers.Size size = layers.size(module);
            if (size == null) {
                throw new AdapterException(folder + ": the model has no linear layer " + module);
            }
            long rank = config.rank(module);
            checkShape(keys.a, List.of(rank, size.in()));
            checkShape(keys.b, List.of(size.out(), rank));
        });
    }

    private void checkShape(String key, List<Long> shape) {
        TensorInfo info = store.info(key);
        if (!info.shape().equals(shape)) {
            throw new AdapterException(store.fileOf(key) + ": " + key + " has shape " + info.shape() + ", but the model"
                    + " and adapter_config.json ask for " + shape);
        }
        if (!info.type().isFloating()) {
            throw new AdapterException(store.fileOf(key) + ": " + key + " is stored as " + info.type());
        }
    }

    public LoraConfig config() {
        return config;
    }

    /** Canonical names of the modules it changes, sorted. */
    public List<String> modules() {
        return List.copyOf(modules.keySet());
    }

    /** A module's {@code A}, {@code [rank, in]}, in fp32; to be closed by the caller. */
    public IValue readA(Torch torch, String module) {
        return Tensors.read(torch, store, keys(module).a, Precision.FP32);
    }

    /** A module's {@code B}, {@code [out, rank]}, not scaled, in fp32; to be closed by the caller. */
    public IValue readB(Torch torch, String module) {
        return Tensors.read(torch, store, keys(module).b, Precision.FP32);
    }

    TensorStore store() {
        return store;
    }

    /** Key of a module's {@code A}, {@code [rank, in]}. */
    String keyOfA(String module) {
        return keys(module).a;
    }

    /** Key of a module's {@code B}, {@code [out, rank]}. */
    String keyOfB(String module) {
        return keys(module).b;
    }

    private Keys keys(String module) {
        Keys keys = modules.get(module);
        if (keys == null) {
            throw new IllegalArgumentException(folder + " has no module " + module);
        }
        return keys;
    }

    @Override
    public void close() {
        store.close();
    }
}
