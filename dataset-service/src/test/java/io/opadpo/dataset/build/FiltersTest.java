package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.build.Filters.Outcome;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class FiltersTest {

    static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();
    static final String IMAGE = "f".repeat(64);

    static ObjectNode good() {
        return (ObjectNode) JSON.readTree("""
                {"id": "s", "state": "DONE", "image": "%s", "question": "What?", "standard": "A cat.",
                 "original": "A dog. It sits.", "revised": "A cat. It sits.",
                 "report": {"0": {"copied_content": "A dog.", "rewritten_content": "A cat.", "score": 2,
                                  "error_type": "image_recognition_error"},
                            "1": {"copied_content": "It sits.", "rewritten_content": "It sits.", "score": 4}}}""".formatted(IMAGE));
    }

    static Outcome filtered(ObjectNode correction) {
        return Filters.apply(JSON.treeToValue(correction, Correction.class), Set.of(IMAGE), new Split(0, 0));
    }

    static String reason(ObjectNode correction) {
        Drop drop = filtered(correction).drop();
        return drop == null ? "none" : drop.reason().name();
    }

    @Test
    void aGoodOneIsKeptAsItCame() {
        Outcome outcome = filtered(good());

        assertThat(outcome.drop()).isNull();
        assertThat(JSON.writeValueAsString(outcome.kept().sample()))
                .isEqualTo("{\"id\":\"s\",\"image\":\"" + IMAGE + "\",\"question\":\"What?\",\"standard\":\"A cat.\","
                        + "\"original\":\"A dog. It sits.\",\"report\":" + good().path("report")
                        + ",\"revised\":\"A cat. It sits.\",\"split\":\"train\"}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "A dog. It sits.|none",
                "A dog. It sits. A dog.|REPEATED_SENTENCE",
                "A dog sits. A dog.|REPEATED_SENTENCE",
                "There is A dog here. A dog.|REPEATED_SENTENCE",
                "A dog. A dog. And then|REPEATED_SENTENCE",
                "A dog...|none",
                "It sits. A dog...|none",
                "A dog... A dog...|REPEATED_SENTENCE",
                "A dog. . .|none",
                "No full stop at all|none",
                "...|none",
                "A dog|none",
                "A Dog. A dog.|none"
            })
    void repeatedSentences(String original, String reason) {
        assertThat(reason(good().put("original", original))).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"30, none", "31, REPEATED_WORD"})
    void repeatedWords(int before, String reason) {
        assertThat(reason(good().put("original", "It is " + "very ".repeat(before) + "very")))
                .isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "null|NO_REPORT",
                "{}|NO_REPORT",
                "\"''\"|NO_REPORT",
                "[]|NO_REPORT",
                "[1]|BAD_REPORT",
                "{'image_description': 'A dog.'}|BAD_REPORT",
                "{'0': 1}|BAD_REPORT",
                "{'0': {'score': 5}}|BAD_REPORT",
                "{'0': {'score': 2.5}}|BAD_REPORT",
                "{'0': {'error_type': 'typo'}}|BAD_REPORT",
                "{'0': {}, '00': {}}|BAD_REPORT",
                "{'0': {}, 'comment': 1}|BAD_REPORT",
                "{'0': {'score': '2', 'error type': 'Image_recognition_error'}}|none",
                "{'0': {}, 'Added': {'rewritten content': 'A cat.'}}|none"
            })
    void reports(String report, String reason) {
        assertThat(reason(good().set("report", JSON.readTree(report.replace('\'', '"')))))
                .isEqualTo(reason);
    }

    @Test
    void failedOnesAreListedWithTheirError() {
        ObjectNode failed = (ObjectNode) JSON.readTree("""
                {"id": "s", "state": "FAILED", "error": {"code": "REFUSED", "message": "I cannot\\nhelp", "retryable": false},
                 "reply": "I cannot help", "report": {"0": {}}, "original": "A dog."}""");

        assertThat(filtered(failed).drop()).isEqualTo(new Drop("s", DropReason.NO_REPORT, "REFUSED: I cannot help"));
    }

    @ParameterizedTest
    @CsvSource({
        "revised, ' ', EMPTY_REVISED",
        "revised, , EMPTY_REVISED",
        "standard, '', EMPTY_RESPONSE",
        "original, ' ', EMPTY_RESPONSE",
        "image, 00, NO_IMAGE",
        "image, , NO_IMAGE"
    })
    void whatIsMissing(String field, String value, String reason) {
        assertThat(reason(good().put(field, value))).isEqualTo(reason);
    }

    @Test
    void theFirstRuleBrokenCounts() {
        ObjectNode all = good().put("original", "A. A.")
                .put("revised", "")
                .put("standard", "")
                .put("image", "");

        assertThat(reason(all)).isEqualTo("REPEATED_SENTENCE");
        assertThat(reason(all.putNull("report"))).isEqualTo("NO_REPORT");
        assertThat(reason(all.put("original", "A.").set("report", good().path("report"))))
                .isEqualTo("EMPTY_REVISED");
    }
}
