package io.opadpo.llava.train.data;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The filters that need no tokenizer, in the order of {@link DropReason}. Remembers ids, so one for each data set. */
final class SampleRules {

    private final EncodingOptions options;
    private final boolean originalRequired;
    private final boolean revisedRequired;
    private final Set<String> ids = new HashSet<>();

    /** What an encoder asks for. */
    SampleRules(SampleEncoder<?> encoder) {
        this(encoder.options(), encoder.readsOriginal(), encoder.readsRevised());
    }

    /**
     * @param originalRequired whether a sample without original answer and report is dropped
     * @param revisedRequired whether a sample without revised answer is dropped
     */
    SampleRules(EncodingOptions options, boolean originalRequired, boolean revisedRequired) {
        this.options = options;
        this.originalRequired = originalRequired;
        this.revisedRequired = revisedRequired;
    }

    /** @throws SampleException with the first rule that the sample breaks */
    void check(PreferenceSample sample) {
        drop(sample, !ids.add(sample.id()), DropReason.DUPLICATE_ID, "an earlier sample has this id");
        boolean supervised = !originalRequired
                && sample.report() == null
                && sample.original().isBlank();
        drop(
                sample,
                !supervised && options.reportRequired() && sample.report() == null,
                DropReason.NO_REPORT,
                "no report");
        dropRepeated(sample, DropReason.REPEATED_SENTENCE, Repetition.lastSentence(sample.original()));
        dropRepeated(sample, DropReason.REPEATED_WORD, Repetition.lastWord(sample.original()));
        drop(
                sample,
                revisedRequired && sample.revisedAnswer().isBlank(),
                DropReason.EMPTY_REVISED,
                "the revised answer is empty");
        drop(sample, sample.standard().isBlank(), DropReason.EMPTY_RESPONSE, "the standard answer is empty");
        drop(
                sample,
                !supervised && sample.original().isBlank(),
                DropReason.EMPTY_RESPONSE,
                "the original answer is empty");
        checkImage(sample);
    }

    private void checkImage(PreferenceSample sample) {
        ImageSource image = sample.image();
        drop(sample, image == null && options.imageRequired(), DropReason.NO_IMAGE, "no image");
        drop(sample, image != null && !image.exists(), DropReason.NO_IMAGE, "no such file: " + image);
    }

    private static void dropRepeated(PreferenceSample sample, DropReason reason, Optional<String> repeated) {
        drop(
                sample,
                repeated.isPresent(),
                reason,
                "the original answer repeats: " + Json.abridged(repeated.orElse("")));
    }

    private static void drop(PreferenceSample sample, boolean broken, DropReason reason, String detail) {
        if (broken) {
            throw new SampleException(sample.id(), reason, detail);
        }
    }
}
