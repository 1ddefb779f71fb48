package io.opadpo.gateway.report;

/** What a metric is counted in. */
enum Unit {
    /** A fraction, shown in percent. */
    SHARE(100, 1, "%", " points"),
    WORDS(1, 1, " words", " words"),
    /** Whatever a benchmark of one's own counts. */
    PLAIN(1, 3, "", "");

    private final double factor;
    private final int digits;
    private final String suffix;
    private final String differenceSuffix;

    Unit(double factor, int digits, String suffix, String differenceSuffix) {
        this.factor = factor;
        this.digits = digits;
        this.suffix = suffix;
        this.differenceSuffix = differenceSuffix;
    }

    /** The number that is shown. */
    double shown(double value) {
        return value * factor;
    }

    /** Behind the numbers of an axis. */
    String axis() {
        return suffix.strip();
    }

    String value(Estimate estimate) {
        return Figures.decimal(shown(estimate.value()), digits) + suffix;
    }

    String difference(Estimate difference) {
        return Figures.signed(shown(difference.value()), digits) + differenceSuffix;
    }

    /** From … to …, without the unit. */
    String interval(Estimate estimate) {
        return Figures.decimal(shown(estimate.low()), digits) + " to "
                + Figures.decimal(shown(estimate.high()), digits);
    }
}
