package io.opadpo.gateway.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes HTML, and SVG within it. Every text and every attribute's value is escaped; names of tags and attributes are the
 * program's own. Elements close in the reverse order of their opening.
 */
final class Html {
    private static final char REPLACEMENT = '\uFFFD';

    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** A page's first line. */
    static Html page() {
        Html html = new Html();
        html.out.append("<!DOCTYPE html>\n");
        return html;
    }

    /**
     * Begins an element.
     *
     * @param attributes names, each followed by its value
     */
    Html open(String tag, String... attributes) {
        start(tag, attributes);
        out.append('>');
        open.push(tag);
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        out.append("</").append(open.pop()).append('>');
        return this;
    }

    /** A table's head: a row of titles over its columns. */
    Html head(List<String> titles) {
        open("thead").open("tr");
        titles.forEach(title -> element("th", title, "scope", "col"));
        return close().close();
    }

    /** An element with nothing but text in it. */
    Html element(String tag, @Nullable String text, String... attributes) {
        return open(tag, attributes).text(text).close();
    }

    /** An element without content: {@code img}, or any of SVG. */
    Html empty(String tag, String... attributes) {
        start(tag, attributes);
        out.append("/>");
        return this;
    }

    /** Text, or nothing for null. */
    Html text(@Nullable String text) {
        if (text != null) {
            escape(text);
        }
        return this;
    }

    /** A link. */
    Html link(String address, String text) {
        return element("a", text, "href", address);
    }

    /** The page's style sheet, as it is: it is the program's own. */
    Html style(String css) {
        out.append("<style>").append(css).append("</style>");
        return this;
    }

    private void start(String tag, String... attributes) {
        out.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                case '\n', '\t' -> out.append(c);
                default -> out.append(Character.isISOControl(c) ? REPLACEMENT : c);
            }
        }
    }

    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("not closed: " + open);
        }
        return out.toString();
    }
}
