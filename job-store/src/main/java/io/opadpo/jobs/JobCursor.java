package io.opadpo.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.UUID;

/**
 * A place in a list of jobs: after the job created at this time with this id.
 *
 * @param created of the last job of the page before
 * @param id of the last job of the page before
 */
public record JobCursor(Instant created, UUID id) {
    /** Well within what PostgreSQL takes for a time. */
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    /** The cursor that {@link #toString} wrote; throws {@link IllegalArgumentException} for any other text. */
    public static JobCursor parse(String text) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.US_ASCII).split("/", 2);
            Instant created = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
            if (created.isBefore(Instant.EPOCH) || created.isAfter(LATEST)) {
                throw new IllegalArgumentException("No job was created then");
            }
            return new JobCursor(created, UUID.fromString(parts[1]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | ArithmeticException e) {
            throw new IllegalArgumentException("Not a cursor of this list", e);
        }
    }

    /** Opaque text, fit for a URL. */
    @Override
    public String toString() {
        String text = ChronoUnit.MICROS.between(Instant.EPOCH, created) + "/" + id;
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }
}
