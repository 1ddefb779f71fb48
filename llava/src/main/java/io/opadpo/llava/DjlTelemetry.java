package io.opadpo.llava;

/**
 * Switches off DJL's report to its makers: unless told otherwise, it asks the cloud's metadata service for the machine's
 * identity and sends it to a server whenever an engine or a tokenizer is first loaded.
 */
public final class DjlTelemetry {

    private static final String SWITCH = "OPT_OUT_TRACKING";

    private DjlTelemetry() {}

    /** Opts out, unless the system property or environment variable {@code OPT_OUT_TRACKING} says something already. */
    public static void optOut() {
        if (System.getProperty(SWITCH) == null) {
            System.setProperty(SWITCH, "true");
        }
    }
}
