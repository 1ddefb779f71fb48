package io.opadpo.llava.train.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
     * The same without more samples, which the report then lists too.
     *
     * @param name of the source, for errors
     * @throws NothingLeftException if none is left
     */
    public Prepared<T> without(String name, List<DropReport.Dropped> more) {
        Set<String> gone = more.stream().map(DropReport.Dropped::id).collect(Collectors.toSet());
        List<Item<T>> left =
                items.stream().filter(item -> !gone.contains(item.id())).toList();
        List<DropReport.Dropped> dropped = new ArrayList<>(report.dropped());
        dropped.addAll(more);
        List<String> mismatches = report.reportMismatches().stream()
                .filter(id -> !gone.contains(id))
                .toList();
        DropReport all = new DropReport(report.read(), dropped, mismatches);
        if (left.isEmpty()) {
            throw new NothingLeftException(name, all);
        }
        return new Prepared<>(left, all);
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
