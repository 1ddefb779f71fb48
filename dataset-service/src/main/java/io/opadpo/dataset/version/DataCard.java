package io.opadpo.dataset.version;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A data card: Markdown with the head in YAML that Hugging Face's Hub reads. */
final class DataCard {

    private static final Pattern LICENSE = Pattern.compile("[a-z0-9][a-z0-9.-]{0,60}");
    private static final String[] SIZES = {"n<1K", "1K<n<10K", "10K<n<100K", "100K<n<1M"};

    private final Markdown text = new Markdown();
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
        CardStatistics.write(card.text, statistics);
        return card.text.toString();
    }

    private void head() {
        String license = license();
        text.line("---");
        text.line("pretty_name: " + Markdown.quoted(dataset.name() + " v" + dataset.version()));
        if (license != null && LICENSE.matcher(license).matches()) {
            text.line("license: " + license);
        } else if (license != null) {
            text.line("license: other");
            text.line("license_name: " + Markdown.quoted(license));
        }
        text.line("task_categories:\n- visual-question-answering");
        text.line("tags:\n- dpo\n- preference\n- hallucination");
        text.line("size_categories:\n- " + size());
        text.line("---");
        text.line("");
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
        text.line("# " + dataset.name() + ", version " + dataset.version());
        text.line("");
        text.line(
                "Answers of a vision-language model with corrections, sentence by sentence, and a standard answer each.");
        text.line("");
        text.row("", "samples");
        text.row("---", "---:");
        text.row("in all", Long.toString(dataset.samples()));
        text.row("held out", statistics.path("held_out").toString());
        text.row("left out", Long.toString(dataset.dropped()));
        reviews();
        text.line("");
        text.line("All samples of one image are on one side of the split.");
        text.table("Left out", "reason", statistics.path("dropped_by"));
    }

    private void reviews() {
        JsonNode reviews = statistics.path("reviews");
        long accepted = reviews.path("accepted").asLong(0);
        long edited = reviews.path("edited").asLong(0);
        text.row("reviewed by humans", accepted + edited + " (accepted " + accepted + ", edited " + edited + ")");
    }

    private void origins() {
        text.line("\n## Where it comes from\n");
        text.line("Made " + dataset.created() + " by job " + dataset.job() + ".");
        if (source != null) {
            String revision = source.hasNonNull("revision")
                    ? " at " + source.path("revision").asString()
                    : "";
            text.line("Source: " + source.path("kind").asString() + " "
                    + Markdown.plain(source.path("name").asString()) + revision + ", "
                    + source.path("files").size() + " files.");
        }
        String license = license();
        text.line("Licence of the sources: "
                + (license == null ? "not known; ask whoever sent them" : Markdown.plain(license)) + ".");
        seen("Judges", statistics.path("judges"));
        seen("Policies", statistics.path("policies"));
    }

    private void seen(String title, JsonNode list) {
        text.line("\n### " + title + "\n");
        text.row("", "samples");
        text.row("---", "---:");
        for (JsonNode entry : list) {
            StringBuilder source = new StringBuilder();
            for (Map.Entry<String, JsonNode> field : entry.path("source").properties()) {
                if (!field.getValue().isNull()) {
                    source.append(source.isEmpty() ? "" : ", ")
                            .append(field.getKey().replace('_', ' '))
                            .append(' ')
                            .append(Markdown.plain(field.getValue().asString()));
                }
            }
            text.row(
                    source.isEmpty() ? "not known" : source.toString(),
                    entry.path("samples").toString());
        }
    }
}
