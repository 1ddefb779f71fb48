package io.opadpo.llava.train.data;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Samples, one at a time. */
@FunctionalInterface
public interface SampleSource {

    /**
     * The next sample, null after the last.
     *
     * @throws SampleException when this one cannot be used; the next call goes on behind it
     * @throws DataException when there is no going on
     */
    @Nullable
    PreferenceSample next();

    /** Samples at hand. */
    static SampleSource of(Iterable<PreferenceSample> samples) {
        Iterator<PreferenceSample> iterator = samples.iterator();
        return () -> iterator.hasNext() ? iterator.next() : null;
    }
}
