package io.opadpo.trainer.training;

import ai.djl.Device;
import io.opadpo.llava.Llava;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Torch;
import io.opadpo.trainer.model.ModelSource;
import java.util.ArrayList;
import java.util.List;

/** A model loaded for one training, once on each of its devices. */
final class Replicas implements AutoCloseable {

    private final Llava first;
    private final List<LlavaModel> others = new ArrayList<>();

    private Replicas(Llava first) {
        this.first = first;
    }

    static Replicas load(ModelSource source, List<Device> devices) {
        Replicas replicas = new Replicas(Llava.load(source.folder(), source.options(devices.get(0))));
        boolean complete = false;
        try {
            for (Device device : devices.subList(1, devices.size())) {
                Torch torch = source.options(device).openTorch();
                replicas.others.add(LlavaLoader.load(torch, source.folder(), source.clip(), (done, all) -> {}));
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
        List<LlavaModel> all = new ArrayList<>(others);
        all.add(0, first.model());
        return all;
    }

    Tokenizer tokenizer() {
        return first.tokenizer();
    }

    @Override
    public void close() {
        others.forEach(LlavaModel::close);
        first.close();
    }
}
