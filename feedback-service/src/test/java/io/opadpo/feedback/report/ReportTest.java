package io.opadpo.feedback.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.feedback.report.Report.Added;
import io.opadpo.feedback.report.Report.Sentence;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReportTest {
    private static final String ANSWER = "A dog sleeps on a sofa. The sofa is red.";
    private static final String REPORT = """
            {"image_description": "A cat on a sofa.",
             "0": {"copied_content": "A dog sleeps on a sofa.", "score": 2, "error_type": "image_recognition_error",
                   "object": ["dog -> cat"], "rewritten_content": "A cat sleeps on a sofa.", "reason": "It is a cat."},
             "1": {"copied_content": "The sofa is red.", "score": 4, "error_type": "correct", "object": [],
                   "rewritten_content": "The sofa is red.", "reason": ""},
             "Added": {"rewritten_content": "A lamp stands beside it.", "reason": "Asked for."}}""";
    private static final Report EXPECTED = new Report(
            "A cat on a sofa.",
            List.of(
                    new Sentence(
                            "A dog sleeps on a sofa.",
                            2,
                            ErrorType.IMAGE_RECOGNITION_ERROR,
                            List.of("dog -> cat"),
                            "A cat sleeps on a sofa.",
                            "It is a cat."),
                    new Sentence("The sofa is red.", 4, ErrorType.CORRECT, List.of(), "The sofa is red.", "")),
            new Added("A lamp stands beside it.", "Asked for."));

    @Test
    void reportAsAskedFor() {
        Report report = Report.read(ANSWER, REPORT);

        assertThat(report).isEqualTo(EXPECTED);
        assertThat(report.revised()).isEqualTo("A cat sleeps on a sofa. The sofa is red. A lamp stands beside it.");
        assertThat(Report.read(ANSWER, report.toJson().toString())).isEqualTo(report);
    }

    @Test
    void whateverStandsAroundIt() {
        assertThat(List.of(
                        "```json\n" + REPORT + "\n```",
                        "```\n" + REPORT + "```",
                        "Here is my report:\n\n```JSON\n" + REPORT + "\n```\nI hope this helps!",
                        "Sure! " + REPORT + "\nAnything else?",
                        "\uFEFF\n " + REPORT))
                .allSatisfy(reply -> assertThat(Report.read(ANSWER, reply)).isEqualTo(EXPECTED));
    }

    @Test
    void whateverTheKeysLookLike() {
        assertThat(List.of(
                        REPORT.replace('_', ' '),
                        REPORT.toUpperCase().replace("A DOG", "A dog"),
                        REPORT.replace("copied_content", "copiedContent").replace("error_type", "Error-Type"),
                        REPORT.replace("\"0\"", "\"Sentence 0\"").replace("\"1\"", "\"sentence_1\""),
                        REPORT.replace("\"0\"", "\"1\"")
                                .replace(" \"1\": {\"copied_content\": \"The", " \"2\": {\"copied_content\": \"The")))
                .allSatisfy(reply -> assertThat(Report.read(ANSWER, reply).sentences())
                        .extracting(Sentence::copied, Sentence::score, Sentence::errorType)
                        .containsExactlyElementsOf(EXPECTED.sentences().stream()
                                .map(s -> org.assertj.core.groups.Tuple.tuple(s.copied(), s.score(), s.errorType()))
                                .toList()));
    }

    @ParameterizedTest
    @CsvSource({"2.0", "'\"2\"'", "'\" 2 \"'", "'\"2/4\"'", "'\"2.0\"'"})
    void scoreWritten(String score) {
        assertThat(Report.read(ANSWER, REPORT.replace("\"score\": 2", "\"score\": " + score)))
                .isEqualTo(EXPECTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "5", "2.5", "\"good\"", "null", "[2]", "-1", "1e1", "\"2 or 3\"", "true"})
    void scoreThatIsNone(String score) {
        assertInvalid(REPORT.replace("\"score\": 2", "\"score\": " + score), "Sentence 0: score");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Image_recognition_error",
                "IMAGE RECOGNITION ERROR",
                "image-recognition-error",
                " image recognition_error "
            })
    void errorTypeWritten(String type) {
        assertThat(Report.read(ANSWER, REPORT.replace("image_recognition_error", type)))
                .isEqualTo(EXPECTED);
    }

    @Test
    void errorTypeIsNotGuessedWhereItMatters() {
        assertInvalid(REPORT.replace("image_recognition_error", "hallucination"), "Sentence 0: error_type");
        assertInvalid(REPORT.replace("\"error_type\": \"image_recognition_error\",", ""), "Sentence 0: error_type");
        assertThat(Report.read(ANSWER, REPORT.replace("\"error_type\": \"correct\",", "")))
                .isEqualTo(EXPECTED);
    }

    @Test
    void optionalKeysMayBeMissing() {
        String reply = """
                {"0": {"copied_content": "A dog sleeps on a sofa.", "score": 4, "rewritten_content": "A dog sleeps on a sofa."},
                 "1": {"copied_content": "The sofa is red.", "score": 4, "rewritten_content": "The sofa is red.",
                       "object": "red", "reason": null},
                 "Added": null, "overall": {"verdict": "fine"}}""";

        Report report = Report.read(ANSWER, reply);

        assertThat(report.imageDescription()).isEmpty();
        assertThat(report.added()).isNull();
        assertThat(report.sentences().get(1).object()).containsExactly("red");
        assertThat(report.revised()).isEqualTo(ANSWER);
    }

    @Test
    void addedMayBeAnythingSmall() {
        String object = "{\"rewritten_content\": \"A lamp stands beside it.\", \"reason\": \"Asked for.\"}";

        assertThat(Report.read(ANSWER, REPORT.replace(object, "\"A lamp.\"")).added())
                .isEqualTo(new Added("A lamp.", ""));
        assertThat(Report.read(ANSWER, REPORT.replace(object, "\"\"")).added()).isNull();
        assertThat(Report.read(ANSWER, REPORT.replace(object, "{}")).added()).isNull();
        assertThat(Report.read(ANSWER, REPORT.replace("\"Added\"", "\"added\"")).added())
                .isEqualTo(EXPECTED.added());
    }

    @Test
    void sentencesMayBeAList() {
        String reply = "{\"sentences\": [" + REPORT.substring(REPORT.indexOf("{\"copied"), REPORT.indexOf(",\n \"1\""))
                + ", {\"copied_content\": \"The sofa is red.\", \"score\": 4, \"rewritten_content\": \"The sofa is red.\"}]}";

        assertThat(Report.read(ANSWER, reply).sentences()).isEqualTo(EXPECTED.sentences());
    }

    @Test
    void jsonNearlyRight() {
        assertThat(List.of(
                        REPORT.replace("\"Asked for.\"}}", "\"Asked for.\",},}"),
                        REPORT.replace("'", "\\'"),
                        REPORT.replace("on a sofa.\", \"score\"", "on a\nsofa.\", \"score\"")))
                .allSatisfy(reply -> assertThat(Report.read(ANSWER, reply)).isEqualTo(EXPECTED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "I see a cat.",
                "{",
                "}{",
                "{}",
                "[]",
                "{\"0\": 3}",
                "{\"0\": {}}",
                "{\"0\": null}",
                "```json```",
                "{\"0\": {\"copied_content\": \"A dog",
                "{\"sentences\": \"none\"}",
                "{\"sentences\": []}"
            })
    void noReport(String reply) {
        assertThatThrownBy(() -> Report.read(ANSWER, reply)).isInstanceOf(InvalidReport.class);
    }

    @Test
    void keysThatOccurTwice() {
        assertInvalid(REPORT.replace("\"1\"", "\"0\""), "Duplicate");
        assertInvalid(REPORT.replace("\"1\"", "\"00\""), "Sentence 00 occurs twice");
        assertInvalid(REPORT.replace("\"score\": 2", "\"score\": 2, \"Score\": 3"), "Score occurs twice");
    }

    @Test
    void answerKeepsItsOwnSpelling() {
        String answer = "1. It\u2019s a \u201Cred\u201D  sofa\u2014old.\n2. A DOG sleeps.";
        String reply = """
                {"0": {"copied_content": "It's a \\"red\\" sofa-old.", "score": 4, "rewritten_content": "It's a \\"red\\" sofa-old."},
                 "1": {"copied_content": "a dog  sleeps", "score": 3, "error_type": "correct", "rewritten_content": "A cat sleeps."}}""";

        Report report = Report.read(answer, reply);

        assertThat(report.sentences().get(0).copied()).isEqualTo("It\u2019s a \u201Cred\u201D  sofa\u2014old.");
        assertThat(report.sentences().get(0).rewritten()).isEqualTo("It\u2019s a \u201Cred\u201D  sofa\u2014old.");
        assertThat(report.sentences().get(1).copied()).isEqualTo("A DOG sleeps");
        assertThat(report.sentences()).allSatisfy(sentence -> assertThat(answer).contains(sentence.copied()));
    }

    @Test
    void sentenceThatIsNotInTheAnswer() {
        assertInvalid(
                REPORT.replace("\"copied_content\": \"The sofa is red.\"", "\"copied_content\": \"The sofa is blue.\""),
                "Sentence 1: copied_content is not found in the answer");
    }

    @Test
    void sentencesInAnotherOrder() {
        assertThatThrownBy(() -> Report.read("The sofa is red. A dog sleeps on a sofa.", REPORT))
                .isInstanceOf(InvalidReport.class)
                .hasMessageContaining("No sentence covers this part of the answer: \"The sofa is red.");
    }

    @Test
    void partOfTheAnswerThatIsLeftOut() {
        assertThatThrownBy(() -> Report.read(ANSWER + " It is a very old sofa.", REPORT))
                .hasMessageContaining("No sentence covers this part of the answer: \" It is a very old sofa.\""
                        .replace("\" It", "\"It"));
        assertThatThrownBy(() -> Report.read("Look at this picture. " + ANSWER, REPORT))
                .isInstanceOf(InvalidReport.class);
    }

    @Test
    void sentencesThatGoAreNotInTheRevision() {
        String reply = REPORT.replace("\"rewritten_content\": \"The sofa is red.\"", "\"rewritten_content\": \"\"");

        assertThat(Report.read(ANSWER, reply).revised()).isEqualTo("A cat sleeps on a sofa. A lamp stands beside it.");
    }

    @Test
    void sizesAreSane() {
        assertInvalid(REPORT.replace("It is a cat.", "x".repeat(10_000)), "longer than 8000");
        assertInvalid(REPORT.replace("A cat sleeps on a sofa.", "cat ".repeat(500)), "many times longer");
        assertInvalid("{".repeat(300_000), "longer than");
        assertInvalid("{\"a\":".repeat(2_000) + "1" + "}".repeat(2_000), "not valid JSON");
    }

    /** Whatever comes, it is a report or an InvalidReport. */
    @Test
    void mutilatedReplies() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 3_000; i++) {
            StringBuilder reply = new StringBuilder(REPORT);
            for (int cuts = 1 + random.nextInt(4); cuts > 0; cuts--) {
                int from = random.nextInt(reply.length());
                int to = Math.min(reply.length(), from + random.nextInt(20));
                reply.replace(
                        from, to, random.nextBoolean() ? "" : reply.substring(random.nextInt(from + 1), from + 1));
            }
            try {
                Report report = Report.read(ANSWER, reply.toString());
                assertThat(report.sentences()).isNotEmpty();
            } catch (InvalidReport e) {
                assertThat(e.problem()).isNotBlank();
            } catch (RuntimeException e) {
                throw new AssertionError("Seed " + seed + ": " + reply, e);
            }
        }
    }

    private static void assertInvalid(String reply, String problem) {
        assertThatThrownBy(() -> Report.read(ANSWER, reply))
                .isInstanceOf(InvalidReport.class)
                .hasMessageContaining(problem);
    }
}
