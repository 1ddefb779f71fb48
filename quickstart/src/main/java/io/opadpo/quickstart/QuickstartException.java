package io.opadpo.quickstart;

/** The quick start cannot go on; the message tells its user why. */
public class QuickstartException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public QuickstartException(String message) {
        super(message);
    }

    public QuickstartException(String message, Throwable cause) {
        super(message, cause);
    }
}
