package io.opadpo.blobs;

import java.util.regex.Pattern;

/**
 * The name of a blob: segments of {@code a-z 0-9 . _ -}, none of which begins with a dot, joined by slashes. Keys are
 * made by services, never from a user's file name, and cannot lead out of a folder.
 *
 * @param value the key as text, up to {@value #MAX_LENGTH} characters
 */
public record BlobKey(String value) {
    /** Longest key; a segment is at most 200 characters, as file systems want it. */
    public static final int MAX_LENGTH = 900;

    private static final String SEGMENT = "[a-z0-9_-][a-z0-9._-]{0,199}";
    private static final Pattern KEY = Pattern.compile(SEGMENT + "(?:/" + SEGMENT + ")*+");

    public BlobKey {
        if (value.length() > MAX_LENGTH || !KEY.matcher(value).matches()) {
            throw new IllegalArgumentException("Not a blob key: '" + value + "'");
        }
    }

    /** The key of these segments; a segment may hold slashes itself. */
    public static BlobKey of(String... segments) {
        return new BlobKey(String.join("/", segments));
    }

    /** The key below this one. */
    public BlobKey resolve(String segment) {
        return of(value, segment);
    }

    @Override
    public String toString() {
        return value;
    }
}
