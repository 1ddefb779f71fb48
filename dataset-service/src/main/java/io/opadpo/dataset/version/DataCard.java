package io.opadpo.dataset.version;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A data card: Markdown with the head in YAML that Hugging Face's Hub reads. */
final class DataCard {

    private static final Pattern LICENSE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,60}");
    private static final String[] SIZES = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M"};

    private final StringBuilder text = new StringBuilder();
    private final Dataset dataset;
    private final JsonNode statistics;
    private final @Nullable JsonNode source;

    private DataCard(Dataset dataset, JsonNode statistics, Optional<JsonNode> source) {
        this.dataset = dataset;
        this.statistics = statistics;
        this.source = source.orElse(null);
    }

    /**
     * @param statistics of {@code io.opadpo.dataset.build}
     * @param source a manifest of {@code io.opadpo.dataset.source}
     */
    static String of(Dataset dataset, JsonNode statistics, Optional<JsonNode> source) {
        DataCard card = new DataCard(dataset, statistics, source);
        card.head();
        card.counts();
        card.origins();
        card.distributions();
        return card.text.toString();
    }

    private void head() {
        String license = license();
        line("---");
        line("pretty_name: " + quoted(dataset.name() + " v" + dataset.version()));
        if (license != null && LICENSE.matcher(license).matches()) {
            line("license: " + license);
        } else if (license != null) {
            line("license: other");
            line("license_name: " + quoted(license));
        }
        line("task_categories:\n- visual-question-answering");
        line("tags:\n- dpo\n- preference\n- hallucination");
        line("size_categories:\n- " + size());
        line("---");
        line("");
    }

    private @Nullable String license() {
        return source == null || !source.hasNonNull("license")
                ? null
                : source.path("license").asString();
    }

    private String size() {
        int size = 0;
        for (long bound = 1_000; dataset.samples() >= bound && size < SIZES.length - 1; bound *= 10) {
            size++;
        }
        return SIZES[size];
    }

    private void counts() {
        line("# " + dataset.name() + ", version " + dataset.version());
        line("");
        line("Answers of a vision-language model with corrections, sentence by sentence, and a standard answer each.");
        line("");
        row("", "samples");
        row("---", "---:");
        row("in all", Long.toString(dataset.samples()));
        row("held out", statistics.path("held_out").toString());
        row("left out", Long.toString(dataset.dropped()));
        reviews();
        line("");
        line("All samples of one image are on one side of the split.");
        table("Left out", "reason", statistics.path("dropped_by"));
    }

    private void reviews() {
        JsonNode reviews = statistics.path("reviews");
        long accepted = reviews.path("accepted").asLong(0);
        long edited = reviews.path("edited").asLong(0);
        row("reviewed by humans", accepted + edited + " (accepted " + accepted + ", edited " + edited + ")");
    }

    private void origins() {
        line("\n## Where it comes from\n");
        line("Made " + dataset.created() + " by job " + dataset.job() + ".");
        if (source != null) {
            String revision = source.hasNonNull("revision")
                    ? " at " + source.path("revision").asString()
                    : "";
            line("Source: " + source.path("kind").asString() + " "
                    + plain(source.path("name").asString()) + revision + ", "
                    + source.path("files").size() + " files.");
        }
        String license = license();
        line("Licence of the sources: " + (license == null ? "not known; ask whoever sent them" : plain(license))
                + ".");
        seen("Judges", statistics.path("judges"));
        seen("Policies", statistics.path("policies"));
    }

    private void seen(String title, JsonNode list) {
        line("\n### " + title + "\n");
        row("", "samples");
        row("---", "---:");
        for (JsonNode entry : list) {
            StringBuilder source = new StringBuilder();
            for (Map.Entry<String, JsonNode> field : entry.path("source").properties()) {
                if (!field.getValue().isNull()) {
                    source.append(source.isEmpty() ? "" : ", ")
                            .append(field.getKey().replace('_', ' '))
                            .append(' ')
                            .append(plain(field.getValue().asString()));
                }
            }
            row(
                    source.isEmpty() ? "not known" : source.toString(),
                    entry.path("samples").toString());
        }
    }

    private void distributions() {
        table("Scores of sentences", "score", statistics.path("scores"));
        table("Error types of sentences", "type", statistics.path("error_types"));
        for (String name : List.of("sentences", "answer_words", "revised_words", "edited_share")) {
            JsonNode histogram = statistics.path(name);
            line("\n## " + heading(name) + "\n");
            line(String.format(
                    Locale.ROOT, "Mean %.3g.%n", histogram.path("mean").asDouble(0)));
            row("from", "to below", "samples");
            row("---:", "---:", "---:");
            for (JsonNode bin : histogram.path("bins")) {
                row(
                        bin.path("from").toString(),
                        bin.path("to").toString(),
                        bin.path("count").toString());
            }
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

    private void table(String title, String what, JsonNode counts) {
        line("\n## " + title + "\n");
        row(what, "count");
        row("---", "---:");
        counts.properties()
                .forEach(entry -> row(plain(entry.getKey()), entry.getValue().toString()));
    }

    private void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    /** A JSON string, which YAML reads as one too. */
    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** Foreign text as it may stand in Markdown: on one line, with nothing that Markdown or HTML would act upon. */
    private static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\`*\\[\\]<>|#])", "\\\\$1");
    }
}
