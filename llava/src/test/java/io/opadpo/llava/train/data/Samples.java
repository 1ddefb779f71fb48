package io.opadpo.llava.train.data;

import io.opadpo.llava.train.data.Report.Added;
import io.opadpo.llava.train.data.Report.Sentence;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Samples as the tests need them. */
final class Samples {

    static final byte[] PIXELS = {1, 2, 3};

    private Samples() {}

    static Sentence sentence(String copied, String rewritten, int score, ErrorType type) {
        return new Sentence(copied, rewritten, OptionalInt.of(score), type, List.of(), "");
    }

    static Sentence right(String text) {
        return sentence(text, text, 4, ErrorType.CORRECT);
    }

    static Report report(Sentence... sentences) {
        return new Report("", List.of(sentences), null);
    }

    static Report reportWithAdded(String added, Sentence... sentences) {
        return new Report("", List.of(sentences), new Added(added, ""));
    }

    static PreferenceSample sample(String original, @Nullable Report report) {
        return sample("s", "A standard.", original, report);
    }

    static PreferenceSample sample(String id, String standard, String original, @Nullable Report report) {
        return new PreferenceSample(id, ImageSource.inline(PIXELS), "What?", standard, original, null, report);
    }

    /** A sample that no rule drops. */
    static PreferenceSample good(String id) {
        return sample(id, "A standard.", "A cat.", report(right("A cat.")));
    }
}
