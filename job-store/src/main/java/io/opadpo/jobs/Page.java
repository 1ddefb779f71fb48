package io.opadpo.jobs;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list.
 *
 * @param items in the list's order
 * @param next where the next page starts, or null after the last
 * @param <T> what is listed
 * @param <C> the list's kind of cursor
 */
public record Page<T, C>(List<T> items, @Nullable C next) {
    public Page {
        items = List.copyOf(items);
    }
}
