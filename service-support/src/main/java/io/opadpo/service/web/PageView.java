package io.opadpo.service.web;

import io.opadpo.jobs.Page;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page as clients see it.
 *
 * @param items in the list's order
 * @param next the {@code cursor} of the next page, or null after the last; opaque, and fit for a URL as it is
 * @param <T> what is listed
 */
public record PageView<T>(List<T> items, @Nullable String next) {
    public PageView {
        items = List.copyOf(items);
    }

    /** A page of a list whose cursors say themselves with {@code toString}. */
    public static <T> PageView<T> of(Page<T, ?> page) {
        return new PageView<>(page.items(), page.next() == null ? null : Paging.write(page.next()));
    }

    /**
     * A page of a query for one item more than the page takes, which tells whether there is a next page.
     *
     * @param oneMore up to {@code size + 1} items
     * @param cursor of an item: where the list goes on after it
     */
    public static <T> PageView<T> of(List<T> oneMore, int size, Function<T, ?> cursor) {
        if (oneMore.size() <= size) {
            return new PageView<>(oneMore, null);
        }
        return new PageView<>(oneMore.subList(0, size), Paging.write(cursor.apply(oneMore.get(size - 1))));
    }

    /** The same page of something else. */
    public <R> PageView<R> map(Function<T, R> view) {
        return new PageView<>(items.stream().map(view).toList(), next);
    }
}
