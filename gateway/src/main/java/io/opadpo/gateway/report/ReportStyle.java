package io.opadpo.gateway.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** The report's style sheet, and the policy that allows nothing but it and pictures within the page. */
final class ReportStyle {
    static final String CSS = read();

    /** A Content-Security-Policy: no script, no connection, no style but {@link #CSS}. */
    static final String POLICY = "default-src 'none'; img-src data:; style-src 'sha256-" + hash(CSS)
            + "'; base-uri 'none'; form-action 'none'";

    private ReportStyle() {}

    private static String read() {
        try (InputStream in = Objects.requireNonNull(ReportStyle.class.getResourceAsStream("report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String hash(String css) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has it", e);
        }
    }
}
