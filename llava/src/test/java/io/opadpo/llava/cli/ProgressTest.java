package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final long SECOND = 1_000_000_000L;

    private final StringWriter err = new StringWriter();
    private final AtomicLong now = new AtomicLong();

    @Test
    void aLineASecondAndOneAtTheEnd() {
        Progress progress = progress(true);
        for (int done = 1; done <= 40; done++) {
            now.addAndGet(SECOND / 10);
            progress.update(done, 40);
        }
        assertThat(err.toString().lines())
                .containsExactly(
                        "work 10/40, 10.0/s, 0:00:03 left",
                        "work 20/40, 10.0/s, 0:00:02 left",
                        "work 30/40, 10.0/s, 0:00:01 left",
                        "work 40/40, 10.0/s, 0:00:04");
    }

    @Test
    void hoursAreTold() {
        Progress progress = progress(true);
        now.set(10 * SECOND);
        progress.update(1, 1001);
        assertThat(err.toString()).isEqualTo("work 1/1001, 0.1/s, 2:46:40 left" + System.lineSeparator());
    }

    @Test
    void quietIsQuiet() {
        Progress progress = progress(false);
        now.set(10 * SECOND);
        progress.update(1, 1);
        assertThat(err.toString()).isEmpty();
    }

    private Progress progress(boolean shown) {
        return new Progress(new PrintWriter(err), "work", shown, now::get);
    }
}
