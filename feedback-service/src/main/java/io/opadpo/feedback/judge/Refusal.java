package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatReply;
import java.util.regex.Pattern;

/** Tells a model that will not do it from one that did it badly. */
final class Refusal {
    private static final Pattern WORDS = Pattern.compile(
            "\\W*(?:i['’]?m (?:very |really |so )?sorry|i am (?:very |really |so )?sorry|sorry|apologies|i apologi[sz]e"
                    + "|unfortunately|(?:i|we) (?:can['’]?t|cannot|can not|won['’]?t|will not)"
                    + "|i['’]?m (?:unable|not able)|i am (?:unable|not able)|as an ai)\\b.*",
            Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private Refusal() {}

    static boolean is(ChatReply reply) {
        boolean said = reply.refusal() != null && reply.content().isBlank();
        return said
                || (!reply.content().contains("{")
                        && WORDS.matcher(reply.content()).matches());
    }
}
