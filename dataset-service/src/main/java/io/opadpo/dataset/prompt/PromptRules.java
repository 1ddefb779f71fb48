package io.opadpo.dataset.prompt;

import io.opadpo.service.error.FieldError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a prompt's texts have to be. */
final class PromptRules {

    static final int MAX_ID = 200;
    static final int MAX_QUESTION = 4_096;
    static final int MAX_STANDARD = 16_384;
    static final int MAX_NAME = 200;

    private PromptRules() {}

    /** Adds what is wrong with the prompt, but for its image. */
    static void check(String label, NewPrompt prompt, List<FieldError> errors) {
        String id = prompt.id();
        if (!isName(id, MAX_ID)) {
            errors.add(new FieldError(label + ".id", "must be 1 to " + MAX_ID + " printable characters"));
        }
        checkText(label + ".question", prompt, prompt.question(), MAX_QUESTION, errors);
        if (prompt.question() == null || prompt.question().isBlank()) {
            errors.add(new FieldError(label + ".question", "must not be empty" + of(prompt)));
        }
        checkText(label + ".standard", prompt, prompt.standard(), MAX_STANDARD, errors);
    }

    private static void checkText(
            String field, NewPrompt prompt, @Nullable String text, int limit, List<FieldError> errors) {
        if (text != null && text.length() > limit) {
            errors.add(new FieldError(field, "must have at most " + limit + " characters" + of(prompt)));
        } else if (text != null && !isText(text)) {
            errors.add(new FieldError(field, "must be Unicode text without U+0000" + of(prompt)));
        }
    }

    /** The prompt's id, for messages; a set has many. */
    static String of(NewPrompt prompt) {
        return isName(prompt.id(), MAX_ID) ? " (prompt " + prompt.id() + ")" : "";
    }

    static boolean isName(@Nullable String text, int limit) {
        return text != null
                && !text.isBlank()
                && text.length() <= limit
                && isText(text)
                && text.chars().noneMatch(Character::isISOControl);
    }

    /** What the database can keep: no U+0000 and no half of a surrogate pair. */
    private static boolean isText(String text) {
        return text.codePoints()
                .noneMatch(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE));
    }
}
