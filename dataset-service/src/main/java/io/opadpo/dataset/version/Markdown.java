package io.opadpo.dataset.version;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Markdown in the making. */
final class Markdown {

    private final StringBuilder text = new StringBuilder();

    void line(String line) {
        text.append(line).append('\n');
    }

    void row(String... cells) {
        line("| " + String.join(" | ", cells) + " |");
    }

    /** A section with a table of counts. */
    void table(String title, String what, JsonNode counts) {
        line("\n## " + title + "\n");
        row(what, "count");
        row("---", "---:");
        counts.properties()
                .forEach(entry -> row(plain(entry.getKey()), entry.getValue().toString()));
    }

    /** A JSON string, which YAML reads as one too. */
    static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    /** Foreign text as it may stand in Markdown: on one line, with nothing that Markdown or HTML would act upon. */
    static String plain(String text) {
        return text.replaceAll("\\p{Cntrl}", " ").replaceAll("([\\\\`*\\[\\]<>|#])", "\\\\$1");
    }

    @Override
    public String toString() {
        return text.toString();
    }
}
