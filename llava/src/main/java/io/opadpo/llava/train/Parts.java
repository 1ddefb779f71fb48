package io.opadpo.llava.train;

import java.util.ArrayList;
import java.util.List;

/** Lists in parts. */
final class Parts {

    private Parts() {}

    /** Neighbours together, in parts of a size of which only the last may be smaller. */
    static <T> List<List<T>> of(List<T> all, int size) {
        List<List<T>> parts = new ArrayList<>();
        for (int start = 0; start < all.size(); start += size) {
            parts.add(all.subList(start, Math.min(start + size, all.size())));
        }
        return parts;
    }
}
