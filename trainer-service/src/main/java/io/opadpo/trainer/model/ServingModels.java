package io.opadpo.trainer.model;

import ai.djl.Device;
import io.opadpo.llava.Llava;
import io.opadpo.llava.generate.GeneratorLoad;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * The models that answer. Each is loaded when it is first asked, and goes when it is idle and others need its place, or
 * when a job needs its device alone.
 */
@Component
public final class ServingModels implements AutoCloseable {

    private static final long LOOK_MILLIS = 200;

    private final ModelProperties properties;

    /** The one used last at the end. */
    private final Map<ModelSource, ServedModel> served = new LinkedHashMap<>(16, 0.75f, true);

    private final Set<Device> suspended = new HashSet<>();

    ServingModels(ModelProperties properties) {
        this.properties = properties;
    }

    /** A loaded model, perhaps with an adapter, that stays so until this is closed. */
    public final class Use implements AutoCloseable {
        private final ServedModel model;
        private final @Nullable AdapterSource adapter;

        private Use(ServedModel model, @Nullable AdapterSource adapter) {
            this.model = model;
            this.adapter = adapter;
        }

        public Llava llava() {
            return model.llava();
        }

        /** The adapter's name within the model; {@code null} for the base model. */
        public @Nullable String adapter() {
            return adapter == null ? null : adapter.id();
        }

        /** Lets go; to be called once. */
        @Override
        public void close() {
            if (adapter != null) {
                model.adapters().letGo(adapter);
            }
            release(model);
        }
    }

    /** Devices on which no model answers until this is closed. */
    public final class Suspension implements AutoCloseable {
        private final Collection<Device> devices;

        private Suspension(Collection<Device> devices) {
            this.devices = devices;
        }

        @Override
        public void close() {
            resume(devices);
        }
    }

    /**
     * Takes a model, and an adapter of it, into use; loads what is not there yet.
     *
     * @throws ModelUnavailableException while its device is suspended
     * @throws io.opadpo.llava.LlavaException if its files cannot be used
     */
    public Use use(ModelSource source, @Nullable AdapterSource adapter) {
        ServedModel model = acquire(source);
        boolean complete = false;
        try {
            model.llava();
            if (adapter != null) {
                model.adapters().hold(adapter);
            }
            complete = true;
            return new Use(model, adapter);
        } finally {
            if (!complete) {
                release(model);
            }
        }
    }

    /** The device that a model answers on. */
    public Device deviceOf(ModelSource source) {
        return ServedModel.deviceOf(source);
    }

    /**
     * Takes all models off some devices, once they have answered what they were asked.
     *
     * @param whileWaiting called a few times a second until then; may throw to give up
     */
    public Suspension suspend(List<Device> devices, Runnable whileWaiting) throws InterruptedException {
        boolean complete = false;
        try {
            synchronized (this) {
                suspended.addAll(devices);
            }
            while (!unloaded(devices)) {
                whileWaiting.run();
            }
            complete = true;
            return new Suspension(devices);
        } finally {
            if (!complete) {
                resume(devices);
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // the caller has the loop
    private synchronized boolean unloaded(List<Device> devices) throws InterruptedException {
        List<ServedModel> there = served.values().stream()
                .filter(model -> devices.contains(model.device()))
                .toList();
        if (there.stream().anyMatch(model -> model.users > 0)) {
            wait(LOOK_MILLIS);
            return false;
        }
        served.values().removeAll(there);
        there.forEach(ServedModel::close);
        return true;
    }

    private synchronized void resume(Collection<Device> devices) {
        suspended.removeAll(devices);
    }

    /** How busy all models together are with answers. */
    public synchronized GeneratorLoad load() {
        return served.values().stream().map(ServedModel::load).reduce(GeneratorLoad.IDLE, GeneratorLoad::plus);
    }

    private synchronized ServedModel acquire(ModelSource source) {
        if (suspended.contains(ServedModel.deviceOf(source))) {
            throw new ModelUnavailableException(source.name());
        }
        ServedModel model = served.get(source);
        if (model == null) {
            model = new ServedModel(source, properties.loadedAdapters());
            served.put(source, model);
        }
        model.users++;
        makeRoom();
        return model;
    }

    private synchronized void release(ServedModel model) {
        model.users--;
        makeRoom();
        notifyAll();
    }

    /** While all are in use there may be more than the limit. */
    private void makeRoom() {
        while (served.size() > properties.loadedModels()) {
            Optional<Map.Entry<ModelSource, ServedModel>> idle = served.entrySet().stream()
                    .filter(entry -> entry.getValue().users == 0)
                    .findFirst();
            if (idle.isEmpty()) {
                return;
            }
            served.remove(idle.get().getKey());
            idle.get().getValue().close();
        }
    }

    @Override
    public synchronized void close() {
        served.values().forEach(ServedModel::close);
        served.clear();
    }
}
