package io.opadpo.llava.lora;

import io.opadpo.llava.weights.WeightNames;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * A regular expression over module names, as PEFT's configuration has them.
 *
 * <p>Whoever made the adapter wrote it, so its length, its nesting and the work of matching are bounded.
 */
final class ModulePattern {

    private static final int MAX_LENGTH = 1000;

    /** Characters looked at in one match; an ordinary expression needs a few hundred. */
    private static final int MAX_STEPS = 10_000;

    private final String source;
    private final Pattern pattern;

    private ModulePattern(String field, String source, String regex) {
        this.source = source;
        if (source.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    field + " has a regular expression of " + source.length() + " characters, which is too long");
        }
        // Counted repetition can loop without ever reading a character.
        if (source.contains("{")) {
            throw new IllegalArgumentException(field + " has counted repetition, which is not supported: " + source);
        }
        try {
            this.pattern = Pattern.compile(regex);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(field + " has no regular expression: " + source, e);
        }
    }

    /** Matches whole names: {@code target_modules}. */
    static ModulePattern whole(String field, String source) {
        return new ModulePattern(field, source, source);
    }

    /** Matches names from their start or behind a dot to their end: keys of {@code rank_pattern}. */
    static ModulePattern ending(String field, String source) {
        return new ModulePattern(field, source, "(.*\\.)?(" + source + ")");
    }

    /** Whether a module, by its canonical name, is meant under any of its spellings. */
    boolean matches(String module) {
        try {
            return spellings(module)
                    .anyMatch(name -> pattern.matcher(new Metered(name)).matches());
        } catch (Metered.Exhausted | StackOverflowError e) {
            throw new AdapterException("matching " + module + " takes too long: " + source);
        }
    }

    /** A module's name in transformers' class today, and in the published checkpoints. */
    static Stream<String> spellings(String module) {
        return Stream.of("model." + module, WeightNames.published(module));
    }

    /** Text that can be looked at so often and no more. */
    private static final class Metered implements CharSequence {

        private static final class Exhausted extends RuntimeException {}

        private final String text;
        private int steps;

        Metered(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            steps++;
            if (steps > MAX_STEPS) {
                throw new Exhausted();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
