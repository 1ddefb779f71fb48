package io.opadpo.service;

/** The order of our filters, outermost first. */
public final class FilterOrder {
    public static final int REQUEST_ID = -300;
    public static final int PROBLEMS = -290;
    public static final int SECURITY = -280;
    public static final int BODY_LIMIT = -270;

    private FilterOrder() {}
}
