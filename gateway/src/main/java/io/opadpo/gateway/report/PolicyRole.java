package io.opadpo.gateway.report;

/** What a compared policy is in the pipeline. It has one colour and one marker on the whole page. */
enum PolicyRole {
    BASE("base", "Base"),
    OPA("opa", "OPA"),
    OPA_DPO("opa-dpo", "OPA-DPO"),
    OTHER("other", "");

    private final String style;
    private final String label;

    PolicyRole(String style, String label) {
        this.style = style;
        this.label = label;
    }

    /** Its class in the style sheet. */
    String style() {
        return style;
    }

    /** How it is called for people; empty for one that has only its own name. */
    String label() {
        return label;
    }

    /** Its marker as an SVG path around a point: shapes differ, for those who do not tell the colours apart. */
    String marker(double x, double y) {
        String at = "M" + Scale.pixels(x) + " " + Scale.pixels(y);
        return switch (this) {
            case BASE -> at + "m-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z";
            case OPA -> at + "m-4 -4h8v8h-8z";
            case OPA_DPO -> at + "m0 -5.7l5.7 5.7l-5.7 5.7l-5.7 -5.7z";
            case OTHER -> at + "m0 -5.2l5 8.6h-10z";
        };
    }
}
