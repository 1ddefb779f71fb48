package io.opadpo.llava.cli;

import io.opadpo.llava.generate.AnswerListener;
import java.io.PrintWriter;

/** Shows answers as they grow. Where several grow at once, each piece says whose it is. */
final class StreamPrinter implements AnswerListener {

    private final PrintWriter err;
    private String speaker = "";

    StreamPrinter(PrintWriter err) {
        this.err = err;
    }

    @Override
    public void onText(String request, int sample, String text) {
        String next = request + "#" + sample;
        if (!next.equals(speaker)) {
            err.print((speaker.isEmpty() ? "" : "\n") + "[" + printable(next) + "] ");
            speaker = next;
        }
        err.print(printable(text));
        err.flush();
    }

    /** Ends the last line. */
    void finish() {
        if (!speaker.isEmpty()) {
            err.println();
        }
    }

    /** Whoever wrote this, it must not steer the terminal. */
    private static String printable(String text) {
        return text.codePoints()
                .filter(c -> c == '\n' || c == '\t' || !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
