package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StreamPrinterTest {

    @Test
    void piecesAreAttributedAndCannotSteerTheTerminal() {
        StringWriter err = new StringWriter();
        StreamPrinter printer = new StreamPrinter(new PrintWriter(err));
        printer.onText("a", 0, "one ");
        printer.onText("a", 0, "two");
        printer.onText("b\u001b", 1, "\u001b[2Jred\n\u009bx");
        printer.finish();
        assertThat(err.toString()).isEqualTo("[a#0] one two\n[b#1] [2Jred\nx" + System.lineSeparator());
    }
}
