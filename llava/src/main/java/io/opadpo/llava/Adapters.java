package io.opadpo.llava;

import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.model.LlavaModel;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Loaded adapters by name. One that is unloaded while requests still use it is freed after the last of them. */
final class Adapters {

    private final LlavaModel model;
    private final Map<String, Loaded> byName = new TreeMap<>();

    Adapters(LlavaModel model) {
        this.model = model;
    }

    /** An adapter and those who need it: its name, and each request that runs with it. */
    private static final class Loaded {
        final LoraAdapter adapter;
        int users = 1;

        Loaded(LoraAdapter adapter) {
            this.adapter = adapter;
        }
    }

    /** A request's hold on its adapter. */
    final class Lease implements AutoCloseable {
        private final @Nullable Loaded loaded;

        private Lease(@Nullable Loaded loaded) {
            this.loaded = loaded;
        }

        /** The adapter, or {@code null} for the base model. */
        @Nullable
        LoraAdapter adapter() {
            return loaded == null ? null : loaded.adapter;
        }

        /** Lets go; to be called once. */
        @Override
        public void close() {
            if (loaded != null) {
                letGo(loaded);
            }
        }
    }

    void load(String name, Path folder) {
        requireFree(name);
        LoraAdapter adapter = LoraAdapter.load(model.torch(), model.config(), name, folder);
        boolean added = false;
        try {
            add(name, new Loaded(adapter));
            added = true;
        } finally {
            if (!added) {
                adapter.close();
            }
        }
    }

    private synchronized void add(String name, Loaded loaded) {
        // Asked again, because reading the files took a while.
        requireFree(name);
        byName.put(name, loaded);
    }

    private synchronized void requireFree(String name) {
        if (byName.containsKey(name)) {
            throw new LlavaException("an adapter called " + name + " is loaded already");
        }
    }

    synchronized List<String> names() {
        return List.copyOf(byName.keySet());
    }

    synchronized Lease lease(@Nullable String name) {
        if (name == null) {
            return new Lease(null);
        }
        Loaded loaded = byName.get(name);
        if (loaded == null) {
            throw unknown(name);
        }
        loaded.users++;
        return new Lease(loaded);
    }

    void unload(String name) {
        letGo(take(name));
    }

    private synchronized Loaded take(String name) {
        Loaded loaded = byName.remove(name);
        if (loaded == null) {
            throw unknown(name);
        }
        return loaded;
    }

    private LlavaException unknown(String name) {
        return new LlavaException("no adapter is called " + name + "; loaded are " + byName.keySet());
    }

    private void letGo(Loaded loaded) {
        synchronized (this) {
            if (--loaded.users > 0) {
                return;
            }
        }
        model.release(loaded.adapter);
        loaded.adapter.close();
    }
}
