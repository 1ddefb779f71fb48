package io.opadpo.dataset.build;

import io.opadpo.dataset.build.Correction.Failure;
import io.opadpo.dataset.build.Report.BadReportException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The rules that decide which corrections become samples, in the order of {@link DropReason}. */
final class Filters {

    private Filters() {}

    /** A correction that has passed, with its report read. */
    record Kept(Sample sample, Report report) {}

    /** A correction's fate: one of the two is null. */
    record Outcome(@Nullable Kept kept, @Nullable Drop drop) {}

    /** @param images which images exist */
    static Outcome apply(Correction correction, Set<String> images, Split split) {
        if (correction.review() != null && correction.review().isRejected()) {
            return dropped(correction, DropReason.REJECTED, correction.review().toString());
        }
        String original = orEmpty(correction.original());
        JsonNode report = correction.report();
        if (correction.error() != null || report == null || isEmpty(report)) {
            return dropped(correction, DropReason.NO_REPORT, failure(correction.error()));
        }
        Report read;
        try {
            read = Report.of(report);
        } catch (BadReportException e) {
            return dropped(correction, DropReason.BAD_REPORT, String.valueOf(e.getMessage()));
        }
        Optional<String> sentence = Repetition.lastSentence(original);
        if (sentence.isPresent()) {
            return dropped(correction, DropReason.REPEATED_SENTENCE, "repeats: " + sentence.get());
        }
        Optional<String> word = Repetition.lastWord(original);
        if (word.isPresent()) {
            return dropped(correction, DropReason.REPEATED_WORD, "repeats: " + word.get());
        }
        String revised = orEmpty(correction.revised());
        if (revised.isBlank()) {
            return dropped(correction, DropReason.EMPTY_REVISED, "the revised answer is empty");
        }
        String standard = orEmpty(correction.standard());
        if (standard.isBlank() || original.isBlank()) {
            String which = standard.isBlank() ? "standard" : "original";
            return dropped(correction, DropReason.EMPTY_RESPONSE, "the " + which + " answer is empty");
        }
        return sample(correction, read, images, split);
    }

    /** A correction without report and original answer: enough for OPA, which imitates the other two. */
    static Outcome applyWithoutReport(Correction correction, Set<String> images, Split split) {
        if (orEmpty(correction.revised()).isBlank()) {
            return dropped(correction, DropReason.EMPTY_REVISED, "the revised answer is empty");
        }
        if (orEmpty(correction.standard()).isBlank()) {
            return dropped(correction, DropReason.EMPTY_RESPONSE, "the standard answer is empty");
        }
        return sample(correction, new Report(List.of(), false), images, split);
    }

    private static Outcome sample(Correction correction, Report read, Set<String> images, Split split) {
        String image = orEmpty(correction.image());
        if (!images.contains(image)) {
            return dropped(correction, DropReason.NO_IMAGE, image.isEmpty() ? "no image" : "no such image: " + image);
        }
        Sample sample = new Sample(
                correction.id(),
                image,
                orEmpty(correction.question()),
                orEmpty(correction.standard()),
                orEmpty(correction.original()),
                correction.report(),
                orEmpty(correction.revised()),
                split.of(image));
        return new Outcome(new Kept(sample, read), null);
    }

    private static boolean isEmpty(JsonNode report) {
        return report.isNull()
                || (report.isContainer() && report.isEmpty())
                || (report.isString() && report.stringValue().isBlank());
    }

    private static String failure(@Nullable Failure error) {
        return error == null ? "no report" : orEmpty(error.code()) + ": " + orEmpty(error.message());
    }

    private static Outcome dropped(Correction correction, DropReason reason, String detail) {
        return new Outcome(null, new Drop(correction.id(), reason, Drop.abridged(detail)));
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
