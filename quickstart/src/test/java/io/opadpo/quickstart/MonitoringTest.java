package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MonitoringTest {
    @Test
    void everyAlertHasARunbookAndEveryRunbookAnAlert() throws IOException {
        assertThat(MonitoringFiles.alerts()).hasSizeGreaterThan(10).isEqualTo(MonitoringFiles.headings());
        assertThat(MonitoringFiles.runbooks())
                .containsExactlyInAnyOrderElementsOf(MonitoringFiles.alerts().stream()
                        .map(alert -> alert.toLowerCase(Locale.ROOT))
                        .toList());
    }
}
