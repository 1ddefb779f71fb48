package io.opadpo.llava.train.data;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A data set ready for training.
 *
 * @param items samples in the order read, at least one
 * @param report what was dropped, and why
 */
public record Prepared<T>(List<Item<T>> items, DropReport report) {

    public Prepared {
        items = List.copyOf(items);
    }

    /**
     * One sample.
     *
     * @param id unique among the items
     * @param image null when its prompt has none
     * @param encoded what the stage trains on
     */
    public record Item<T>(String id, @Nullable ImageSource image, T encoded) {}
}
