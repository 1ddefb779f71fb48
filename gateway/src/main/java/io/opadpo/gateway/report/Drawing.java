package io.opadpo.gateway.report;

/** SVG's few parts that charts are made of. Places are in pixels; how things look is the style sheet's. */
final class Drawing {
    private final Html html;

    private Drawing(Html html) {
        this.html = html;
    }

    /**
     * Begins a drawing, to be closed.
     *
     * @param title what is to be seen, for those who do not see it
     */
    static Drawing open(Html html, double width, double height, String title) {
        html.open("svg", "viewBox", "0 0 " + Scale.pixels(width) + " " + Scale.pixels(height), "role", "img");
        html.element("title", title);
        return new Drawing(html);
    }

    void close() {
        html.close();
    }

    /** Begins what belongs to a policy, to be closed. */
    void group(PolicyRole role) {
        html.open("g", "class", "policy " + role.style());
    }

    /** A path in SVG's notation. */
    void path(String style, String path) {
        html.empty("path", "class", style, "d", path);
    }

    void horizontal(String style, double y, double from, double to) {
        path(style, "M" + Scale.pixels(from) + " " + Scale.pixels(y) + "H" + Scale.pixels(to));
    }

    void vertical(String style, double x, double from, double to) {
        path(style, "M" + Scale.pixels(x) + " " + Scale.pixels(from) + "V" + Scale.pixels(to));
    }

    void text(String style, double x, double y, String text) {
        html.element("text", text, "class", style, "x", Scale.pixels(x), "y", Scale.pixels(y));
    }
}
