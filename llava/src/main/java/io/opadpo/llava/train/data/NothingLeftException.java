package io.opadpo.llava.train.data;

/** No sample is left to train on. */
public final class NothingLeftException extends DataException {

    private final transient DropReport report;

    NothingLeftException(String source, DropReport report) {
        super(source + ": nothing left to train on; of " + report.read() + " samples dropped " + report.counts());
        this.report = report;
    }

    public DropReport report() {
        return report;
    }
}
