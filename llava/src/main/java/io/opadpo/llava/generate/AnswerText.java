package io.opadpo.llava.generate;

import io.opadpo.llava.tokenizer.StreamingDecoder;
import java.util.List;
import java.util.function.Consumer;

/** The text of a growing answer: finds stop strings and says what can safely be shown. */
final class AnswerText {

    private final StreamingDecoder decoder;
    private final List<String> stop;
    private final Consumer<String> listener;
    private final StringBuilder text = new StringBuilder();
    private int shown;
    private boolean stopped;

    AnswerText(StreamingDecoder decoder, List<String> stop, Consumer<String> listener) {
        this.decoder = decoder;
        this.stop = stop;
        this.listener = listener;
    }

    /**
     * Takes in a token.
     *
     * @param mayStop whether a stop string may end the answer yet
     * @return whether one did
     */
    boolean push(int id, boolean mayStop) {
        append(decoder.push(id), mayStop);
        return stopped;
    }

    /** Ends the answer and shows what was held back. */
    String finish() {
        if (!stopped) {
            append(decoder.finish(), false);
            show(text.length());
        }
        return text.toString();
    }

    private void append(String more, boolean mayStop) {
        text.append(more);
        int cut = mayStop ? firstStop() : -1;
        if (cut >= 0) {
            text.setLength(cut);
            stopped = true;
            show(cut);
        } else {
            show(text.length() - heldBack());
        }
    }

    /** Where the first stop string begins, −1 for nowhere. What is shown holds none that could end the answer. */
    private int firstStop() {
        return stop.stream()
                .mapToInt(s -> text.indexOf(s, shown))
                .filter(i -> i >= 0)
                .min()
                .orElse(-1);
    }

    /** Characters at the end that may be the start of a stop string. */
    private int heldBack() {
        int held = 0;
        for (String s : stop) {
            for (int n = Math.min(s.length() - 1, text.length()); n > held; n--) {
                if (s.startsWith(text.substring(text.length() - n))) {
                    held = n;
                }
            }
        }
        return held;
    }

    private void show(int end) {
        if (end > shown) {
            listener.accept(text.substring(shown, end));
            shown = end;
        }
    }
}
