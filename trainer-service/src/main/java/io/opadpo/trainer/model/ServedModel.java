package io.opadpo.trainer.model;

import ai.djl.Device;
import io.opadpo.llava.Llava;
import io.opadpo.llava.generate.GeneratorLoad;
import io.opadpo.llava.torch.Torch;
import org.jspecify.annotations.Nullable;

/** A model on its device, loaded by the first who uses it. */
final class ServedModel {

    private final ModelSource source;
    private final Device device;
    private final int adapterLimit;
    private volatile @Nullable Loaded loaded;

    /** Guarded by {@link ServingModels}. */
    int users;

    private record Loaded(Llava llava, AdapterSlots adapters) {}

    ServedModel(ModelSource source, int adapterLimit) {
        this.source = source;
        this.device = deviceOf(source);
        this.adapterLimit = adapterLimit;
    }

    static Device deviceOf(ModelSource source) {
        if (source.device() != null) {
            return source.device();
        }
        return Torch.gpuCount() > 0 ? Device.gpu(0) : Device.cpu();
    }

    Device device() {
        return device;
    }

    Llava llava() {
        return loaded().llava();
    }

    /** Never waits for the model to be loaded. */
    GeneratorLoad load() {
        Loaded there = loaded;
        return there == null ? GeneratorLoad.IDLE : there.llava().generatorLoad();
    }

    AdapterSlots adapters() {
        return loaded().adapters();
    }

    private synchronized Loaded loaded() {
        if (loaded == null) {
            Llava llava = Llava.load(source.folder(), source.options(device));
            loaded = new Loaded(llava, new AdapterSlots(llava, adapterLimit));
        }
        return loaded;
    }

    synchronized void close() {
        if (loaded != null) {
            loaded.llava().close();
            loaded = null;
        }
    }
}
