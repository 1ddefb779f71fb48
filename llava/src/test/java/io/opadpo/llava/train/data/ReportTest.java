package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.train.data.Report.Added;
import io.opadpo.llava.train.data.Report.Sentence;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {

    private static final Report FULL = new Report(
            "A \"dog\" on a mat.\n",
            List.of(
                    new Sentence(
                            "A cat.",
                            "A dog.",
                            OptionalInt.of(2),
                            ErrorType.IMAGE_RECOGNITION_ERROR,
                            List.of("cat -> dog"),
                            "It barks."),
                    new Sentence("", "It sleeps.", OptionalInt.empty(), ErrorType.CORRECT, List.of(), "")),
            new Added("On a mat.", "needed"));

    private static Report parse(String json) {
        return Report.parse("s7", json);
    }

    private static Sentence only(String fields) {
        return parse("{\"0\": {" + fields + "}}").sentences().get(0);
    }

    @Test
    void whatIsWrittenIsReadBack() {
        assertThat(parse(FULL.toJson())).isEqualTo(FULL);
        Report bare = Samples.report(Samples.right("A cat."));
        assertThat(parse(bare.toJson())).isEqualTo(bare);
        assertThat(bare.toJson()).doesNotContain("Added");
        assertThat(FULL.toJson())
                .contains("\"image_description\"", "\"0\"", "\"error_type\":\"image_recognition_error\"", "\"Added\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"```json\n%s\n```", "```\n%s```", "```JSON %s ```", " \n%s\n"})
    void codeFencesAreStripped(String frame) {
        assertThat(parse(frame.replace("%s", FULL.toJson()))).isEqualTo(FULL);
    }

    @Test
    void fencesInsideATextStay() {
        assertThat(only("\"copied_content\": \"see ```json```\"").copied()).isEqualTo("see ```json```");
    }

    @Test
    void keysMayHaveSpacesAndAnyCase() {
        Report report = parse("""
                {"Image Description": "x",
                 "0": {"Copied Content": "a", "rewritten content": "b", "Score": 1, "error type": "correct"},
                 "added": {"rewritten content": "c"}}""");
        assertThat(report.imageDescription()).isEqualTo("x");
        assertThat(report.sentences()).containsExactly(Samples.sentence("a", "b", 1, ErrorType.CORRECT));
        assertThat(report.added()).isEqualTo(new Added("c", ""));
    }

    @ParameterizedTest
    @CsvSource({
        "Image_recognition_error, IMAGE_RECOGNITION_ERROR",
        "image recognition error, IMAGE_RECOGNITION_ERROR",
        "LANGUAGE_COMPREHENSION_ERROR, LANGUAGE_COMPREHENSION_ERROR",
        "' Correct ', CORRECT",
        "'', CORRECT"
    })
    void errorTypesAreMatchedInAnyCase(String text, ErrorType type) {
        assertThat(only("\"error_type\": \"" + text + "\"").errorType()).isEqualTo(type);
    }

    @ParameterizedTest
    @CsvSource({"2, 2", "'\"2\"', 2", "'\" 3 \"', 3", "4.0, 4", "null, "})
    void scoresMayBeStrings(String json, Integer score) {
        OptionalInt expected = score == null ? OptionalInt.empty() : OptionalInt.of(score);
        assertThat(only("\"score\": " + json).score()).isEqualTo(expected);
    }

    @Test
    void missingFieldsAreEmptyAndUnknownOnesIgnored() {
        assertThat(only("\"comment\": [1]"))
                .isEqualTo(new Sentence("", "", OptionalInt.empty(), ErrorType.CORRECT, List.of(), ""));
        assertThat(parse("{\"0\": {}}").added()).isNull();
    }

    @Test
    void aLoneObjectIsAListOfOne() {
        assertThat(only("\"object\": \"a -> b\"").object()).containsExactly("a -> b");
        assertThat(only("\"object\": \"\"").object()).isEmpty();
        assertThat(only("\"object\": [\"a -> b\", \"c -> d\"]").object()).containsExactly("a -> b", "c -> d");
    }

    @Test
    void sentencesKeepTheOrderOfTheReport() {
        assertThat(parse("{\"1\": {\"copied_content\": \"b\"}, \"0\": {\"copied_content\": \"a\"}}")
                        .copied())
                .containsExactly("b", "a");
    }

    @Test
    void theRevisedAnswerJoinsWhatIsNotEmptyByOneSpace() {
        assertThat(FULL.revisedAnswer()).isEqualTo("A dog. It sleeps. On a mat.");
        assertThat(Samples.reportWithAdded(
                                " ",
                                Samples.right("A."),
                                Samples.sentence("B.", "", 1, ErrorType.CORRECT),
                                Samples.right("C."))
                        .revisedAnswer())
                .isEqualTo("A. C.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|''",
                "[]|''",
                "{}|''",
                "{\"Added\": {}}|''",
                "{\"0\": {}} x|''",
                "not json|''",
                "{\"0\": \"text\"}|0",
                "{\"Added\": 1, \"0\": {}}|Added",
                "{\"summary\": \"x\", \"0\": {}}|summary",
                "{\"1\": {}, \"01\": {}}|01",
                "{\"image description\": \"\", \"image_description\": \"\", \"0\": {}}|image_description",
                "{\"3\": {\"score\": 5}}|3.score",
                "{\"3\": {\"score\": 2.5}}|3.score",
                "{\"3\": {\"score\": \"two\"}}|3.score",
                "{\"3\": {\"score\": [1]}}|3.score",
                "{\"3\": {\"score\": 1e99999}}|3.score",
                "{\"0\": {\"error_type\": \"unsure\"}}|0.error_type",
                "{\"0\": {\"copied_content\": 1}}|0.copied_content",
                "{\"0\": {\"copied_content\": \"\", \"copied content\": \"\"}}|0.copied content",
                "{\"0\": {\"object\": [1]}}|0.object",
            })
    void whatHasNotTheFormNamesSampleAndField(String json, String field) {
        assertThatThrownBy(() -> parse(json)).isInstanceOfSatisfying(ReportException.class, e -> {
            assertThat(e.sample()).isEqualTo("s7");
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.reason()).isEqualTo(DropReason.BAD_REPORT);
            assertThat(e).hasMessageContaining("s7").hasMessageContaining(field);
        });
    }

    @Test
    void sizesAreBounded() {
        String long16k = "a".repeat((1 << 14) + 1);
        assertThatThrownBy(() -> only("\"reason\": \"" + long16k + "\""))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("0.reason");
        assertThatThrownBy(() -> parse("{" + " ".repeat(Report.MAX_LENGTH) + "\"0\": {}}"))
                .isInstanceOf(ReportException.class);
        assertThatThrownBy(() -> parse("[".repeat(100_000))).isInstanceOf(ReportException.class);
        StringBuilder many = new StringBuilder("{\"0\": {}");
        for (int i = 1; i <= Report.MAX_SENTENCES; i++) {
            many.append(",\"").append(i).append("\": {}");
        }
        assertThatThrownBy(() -> parse(many + "}"))
                .isInstanceOf(ReportException.class)
                .hasMessageContaining("501 sentences");
    }

    @Test
    void foreignTextInMessagesIsShortAndOnOneLine() {
        String key = "x\\n" + "y".repeat(1000);
        assertThatThrownBy(() -> parse("{\"" + key + "\": 1}"))
                .hasMessageNotContainingAny("\n")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void damagedReportsFailInOneWayOnly() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        String json = FULL.toJson();
        for (int i = 0; i < 20_000; i++) {
            StringBuilder damaged = new StringBuilder(json);
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, json.charAt(random.nextInt(json.length())));
                    default -> damaged.setCharAt(at, (char) random.nextInt(0x250));
                }
            }
            try {
                assertThat(parse(damaged.toString()).sentences()).isNotEmpty();
            } catch (ReportException e) {
                assertThat(e.sample()).isEqualTo("s7");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i + ": " + damaged, e);
            }
        }
    }
}
