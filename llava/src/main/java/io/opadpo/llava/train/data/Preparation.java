package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.DropReport.Dropped;
import io.opadpo.llava.train.data.Prepared.Item;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads, filters and encodes a data set. A sample that breaks a rule is dropped and listed, never cut or mended; the
 * rules stand in {@link DropReason}, in their order. A report that does not match the original answer is listed too,
 * but its sample is kept.
 *
 * <p>Token ids and images held in memory stay; image files are only looked for, and read when the trainer asks.
 */
public final class Preparation {

    private final List<Dropped> dropped = new ArrayList<>();
    private final List<String> mismatches = new ArrayList<>();

    private Preparation() {}

    /**
     * Prepares all samples of a source.
     *
     * @param name names the source in errors
     * @throws NothingLeftException when every sample was dropped, or there was none
     * @throws DataException when the source cannot be read to its end
     */
    public static <T> Prepared<T> prepare(String name, SampleSource source, SampleEncoder<T> encoder) {
        return new Preparation().run(name, source, encoder);
    }

    private <T> Prepared<T> run(String name, SampleSource source, SampleEncoder<T> encoder) {
        SampleRules rules = new SampleRules(encoder);
        List<Item<T>> items = new ArrayList<>();
        boolean more = true;
        while (more) {
            try {
                PreferenceSample sample = source.next();
                more = sample != null;
                if (sample != null) {
                    items.add(item(sample, rules, encoder));
                }
            } catch (SampleException e) {
                dropped.add(new Dropped(e.sample(), e.reason(), e.detail()));
            }
        }
        DropReport report = new DropReport(items.size() + dropped.size(), dropped, mismatches);
        if (items.isEmpty()) {
            throw new NothingLeftException(name, report);
        }
        return new Prepared<>(items, report);
    }

    private <T> Item<T> item(PreferenceSample sample, SampleRules rules, SampleEncoder<T> encoder) {
        rules.check(sample);
        T encoded = encoder.encode(sample);
        if (!sample.reportMatches()) {
            mismatches.add(sample.id());
        }
        return new Item<>(sample.id(), sample.image(), encoded);
    }
}
