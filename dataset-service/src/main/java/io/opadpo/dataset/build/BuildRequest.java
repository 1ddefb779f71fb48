package io.opadpo.dataset.build;

import io.opadpo.dataset.similarity.NearDuplicateOptions;
import org.jspecify.annotations.Nullable;

/** What all requests for data sets have in common. */
interface BuildRequest {

    /** As many as the published lengths allow tokens. */
    int MAX_WORDS = 896;

    String name();

    /** Share of samples that are held out for evaluation; none by default. */
    @Nullable
    Double heldOut();

    /** Decides which ones; 0 by default. */
    @Nullable
    Long seed();

    /** Most words of an answer; {@value #MAX_WORDS} by default. */
    @Nullable
    Integer maxWords();

    @Nullable
    NearDuplicateOptions nearDuplicates();

    default Split split() {
        Double share = heldOut();
        Long given = seed();
        return new Split(share == null ? 0 : share, given == null ? 0 : given);
    }

    default int maxWordsOrDefault() {
        Integer words = maxWords();
        return words == null ? MAX_WORDS : words;
    }

    default NearDuplicateOptions nearDuplicatesOrDefault() {
        NearDuplicateOptions options = nearDuplicates();
        return options == null ? NearDuplicateOptions.DEFAULT : options;
    }
}
