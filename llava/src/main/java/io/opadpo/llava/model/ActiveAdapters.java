package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.lora.LoraAdapter;
import io.opadpo.llava.torch.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The adapters of one call, numbered, and which of its units (chunks, images, sequences) each applies to.
 *
 * <p>The script takes the rows of each adapter as an int64 tensor; one without dimensions means every row, which spares
 * the common case of a single adapter all indexing.
 */
final class ActiveAdapters {

    private final List<LoraAdapter> distinct;
    private final int[] numbers;

    private ActiveAdapters(List<LoraAdapter> distinct, int[] numbers) {
        this.distinct = distinct;
        this.numbers = numbers;
    }

    /** Numbers the adapters of some units; {@code null} is the base model. */
    static ActiveAdapters of(List<@Nullable LoraAdapter> perUnit) {
        Set<LoraAdapter> seen = new LinkedHashSet<>();
        perUnit.stream().filter(Objects::nonNull).forEach(seen::add);
        List<LoraAdapter> distinct = new ArrayList<>(seen);
        int[] numbers = perUnit.stream().mapToInt(distinct::indexOf).toArray();
        return new ActiveAdapters(distinct, numbers);
    }

    List<LoraAdapter> distinct() {
        return distinct;
    }

    /** Number of an adapter, −1 for the base model. */
    int number(@Nullable LoraAdapter adapter) {
        return distinct.indexOf(adapter);
    }

    /** Rows of each adapter where unit {@code u} takes {@code unitRows[u]} rows. */
    IValue rows(Scope scope, int[] unitRows) {
        return rows(scope, unitRows, Arrays.stream(unitRows).sum());
    }

    /** The same in a call of {@code total} rows, of which those past the units' belong to no one. */
    IValue rows(Scope scope, int[] unitRows, int total) {
        return rows(scope, numbers, unitRows, distinct.size(), total);
    }

    /** Rows of each of {@code adapters} adapters where unit {@code u} chose adapter {@code numbers[u]}. */
    static IValue rows(Scope scope, int[] numbers, int[] unitRows, int adapters, int total) {
        List<IValue> lists = new ArrayList<>();
        for (int adapter = 0; adapter < adapters; adapter++) {
            int[] rows = rowsOf(adapter, numbers, unitRows);
            boolean all = rows.length == total
                    || (adapters == 1 && IntStream.of(numbers).allMatch(n -> n == 0));
            lists.add(all ? scope.scalar(0) : scope.longs(rows));
        }
        return scope.list(lists);
    }

    private static int[] rowsOf(int adapter, int[] numbers, int[] unitRows) {
        IntStream.Builder rows = IntStream.builder();
        int row = 0;
        for (int unit = 0; unit < numbers.length; unit++) {
            for (int i = 0; i < unitRows[unit]; i++, row++) {
                if (numbers[unit] == adapter) {
                    rows.add(row);
                }
            }
        }
        return rows.build().toArray();
    }
}
