package io.opadpo.dataset;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.UUID;

/**
 * A place in a list that has the newest first: behind what was created then, with that id.
 *
 * @param created to the microsecond, as the database keeps it
 */
public record NewestFirst(Instant created, UUID id) {

    /** Before all items. */
    public static final NewestFirst START = new NewestFirst(Instant.parse("9999-01-01T00:00:00Z"), new UUID(0, 0));

    /** What {@link #toString} wrote; throws {@link IllegalArgumentException} for any other text. */
    public static NewestFirst parse(String text) {
        String[] parts = text.split("/", 2);
        if (parts.length < 2) {
            throw new IllegalArgumentException("Not a cursor");
        }
        try {
            Instant created = Instant.EPOCH.plus(Long.parseLong(parts[0]), ChronoUnit.MICROS);
            if (created.isBefore(Instant.EPOCH)) {
                throw new IllegalArgumentException("Nothing was created then");
            }
            return new NewestFirst(created.isAfter(START.created) ? START.created : created, UUID.fromString(parts[1]));
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("Not a cursor", e);
        }
    }

    @Override
    public String toString() {
        return ChronoUnit.MICROS.between(Instant.EPOCH, created) + "/" + id;
    }
}
