package io.opadpo.dataset.version;

import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** The part of a data card that is numbers: pictures that look alike, scores, error types, lengths. */
final class CardStatistics {

    private CardStatistics() {}

    /** @param statistics of {@code io.opadpo.dataset.build} */
    static void write(Markdown text, JsonNode statistics) {
        if (statistics.path("near_duplicates").isObject()) {
            nearDuplicates(text, statistics.path("near_duplicates"));
        }
        text.table("Scores of sentences", "score", statistics.path("scores"));
        text.table("Error types of sentences", "type", statistics.path("error_types"));
        for (String name : List.of("sentences", "answer_words", "revised_words", "edited_share")) {
            histogram(text, heading(name), statistics.path(name));
        }
    }

    private static void nearDuplicates(Markdown text, JsonNode alike) {
        text.line("\n## Pictures that look alike\n");
        text.line("Of " + alike.path("images") + " images, " + alike.path("pairs")
                + " pairs look alike: hashes of 64 bits that differ in at most " + alike.path("distance") + ". "
                + alike.path("leaks") + " of these pairs are on both sides of the split. " + alike.path("moved")
                + " images were moved to the other side. " + alike.path("not_compared")
                + " could not be compared.");
        if (!alike.path("listed").isEmpty()) {
            text.line("");
            text.row("trained on", "held out", "bits");
            text.row("---", "---", "---:");
            for (JsonNode leak : alike.path("listed")) {
                text.row(
                        leak.path("train").asString(),
                        leak.path("held_out").asString(),
                        leak.path("distance").toString());
            }
        }
    }

    private static void histogram(Markdown text, String heading, JsonNode histogram) {
        text.line("\n## " + heading + "\n");
        text.line(String.format(
                Locale.ROOT, "Mean %.3g.%n", histogram.path("mean").asDouble(0)));
        text.row("from", "to below", "samples");
        text.row("---:", "---:", "---:");
        for (JsonNode bin : histogram.path("bins")) {
            text.row(
                    bin.path("from").toString(),
                    bin.path("to").toString(),
                    bin.path("count").toString());
        }
    }

    private static String heading(String name) {
        return switch (name) {
            case "sentences" -> "Judged sentences of an answer";
            case "answer_words" -> "Words of original answers";
            case "revised_words" -> "Words of revised answers";
            default -> "Words edited, as a share of the longer answer";
        };
    }
}
