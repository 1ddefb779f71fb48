package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MarkedTextTest {
    @Test
    void wrongPartsAreMarkedAndAllIsEscaped() {
        assertThat(marked("A <red> circle, a dog.", "[{\"start\": 2, \"end\": 14}, {\"start\": 18, \"end\": 21}]"))
                .isEqualTo("A <mark>&lt;red&gt; circle</mark>, a <mark>dog</mark>.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"start\": -1, \"end\": 2}]",
                "[{\"start\": 2, \"end\": 2}]",
                "[{\"start\": 3, \"end\": 99}]",
                "[{\"start\": \"x\", \"end\": null}]",
                "[{\"start\": 2, \"end\": 3}]",
                "[7]"
            })
    void spansThatMakeNoSenseMarkNothing(String spans) {
        assertThat(marked("a 😀 b", spans)).isEqualTo("a 😀 b");
    }

    @Test
    void overlappingSpansMarkOnce() {
        assertThat(marked("abcdef", "[{\"start\": 1, \"end\": 4}, {\"start\": 2, \"end\": 5}]"))
                .isEqualTo("a<mark>bcd</mark>ef");
    }

    @Test
    void longAnswersAreCut() {
        assertThat(marked("x".repeat(100_000), "[]")).hasSizeLessThan(5000).endsWith("…");
    }

    private static String marked(String text, String spans) {
        Html html = new Html();
        MarkedText.write(html, text, JsonMapper.shared().readTree(spans));
        return html.toString();
    }
}
