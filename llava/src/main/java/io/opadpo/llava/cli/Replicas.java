package io.opadpo.llava.cli;

import ai.djl.Device;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;

/** A loaded model and copies of it on other devices. */
final class Replicas implements AutoCloseable {

    private final List<LlavaModel> all = new ArrayList<>();

    private Replicas(LlavaModel first) {
        all.add(first);
    }

    /**
     * Loads the copies: each on the next GPU, or all on the CPU.
     *
     * @param first the model itself, which stays the caller's
     * @param count how many there are to be, the first included
     */
    static Replicas load(LlavaModel first, EngineOptions engine, int count, Progress progress) {
        Replicas replicas = new Replicas(first);
        Device device = first.torch().device();
        if (device.isGpu() && device.getDeviceId() + count > Torch.gpuCount()) {
            throw new InputException("--replicas is " + count + ", but from " + device + " on there are only "
                    + (Torch.gpuCount() - device.getDeviceId()) + " GPUs");
        }
        boolean complete = false;
        try {
            for (int i = 1; i < count; i++) {
                Device next = device.isGpu() ? Device.gpu(device.getDeviceId() + i) : device;
                Torch torch = Torch.open(next, first.torch().precision());
                replicas.all.add(LlavaLoader.load(torch, engine.model.folder, engine.model.clip, progress::update));
            }
            complete = true;
            return replicas;
        } finally {
            if (!complete) {
                replicas.close();
            }
        }
    }

    List<LlavaModel> all() {
        return all;
    }

    @Override
    public void close() {
        all.subList(1, all.size()).forEach(LlavaModel::close);
    }
}
