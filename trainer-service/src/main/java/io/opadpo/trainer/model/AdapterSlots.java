package io.opadpo.trainer.model;

import io.opadpo.llava.Llava;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The adapters loaded beside one model; the one unused longest makes room for another. */
final class AdapterSlots {

    private final Llava llava;
    private final int limit;

    /** Users of each, the one used last at the end. */
    private final Map<String, Integer> users = new LinkedHashMap<>(16, 0.75f, true);

    AdapterSlots(Llava llava, int limit) {
        this.llava = llava;
        this.limit = limit;
    }

    /** Loads an adapter unless it is there, and keeps it until it is let go. */
    synchronized void hold(AdapterSource adapter) {
        Integer held = users.get(adapter.id());
        if (held == null) {
            llava.loadAdapter(adapter.id(), adapter.folder().get());
        }
        users.put(adapter.id(), held == null ? 1 : held + 1);
        makeRoom();
    }

    synchronized void letGo(AdapterSource adapter) {
        users.computeIfPresent(adapter.id(), (id, held) -> held - 1);
        makeRoom();
    }

    /** While all are in use there may be more than the limit. */
    private void makeRoom() {
        while (users.size() > limit) {
            Optional<String> idle = users.entrySet().stream()
                    .filter(entry -> entry.getValue() == 0)
                    .map(Map.Entry::getKey)
                    .findFirst();
            if (idle.isEmpty()) {
                return;
            }
            users.remove(idle.get());
            llava.unloadAdapter(idle.get());
        }
    }
}
