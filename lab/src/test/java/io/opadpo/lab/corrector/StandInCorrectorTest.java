package io.opadpo.lab.corrector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.feedback.report.Report;
import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.LabSamples;
import io.opadpo.lab.files.SceneFile;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.text.QuestionMix;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What the corrector replies, read as the feedback-service reads it. */
class StandInCorrectorTest {

    private static Api api(StandInCorrector corrector) {
        return new Api(corrector.uri(), Map.of());
    }

    private static String request(String reference, String answer) {
        ObjectNode request = JsonMapper.shared().createObjectNode().put("model", StandInCorrector.NAME);
        String text =
                "<question>\nWhat?\n</question>\n\n<reference>\n%s\n</reference>\n\n<answer>\n%s\n</answer>\n\nCheck."
                        .formatted(reference, answer);
        request.putArray("messages")
                .addObject()
                .put("role", "user")
                .putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", text);
        return request.toString();
    }

    private static Report report(String reference, String answer) {
        try (StandInCorrector corrector = StandInCorrector.start(0, Map.of())) {
            Reply reply = api(corrector).post("/v1/chat/completions", request(reference, answer));
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            return Report.read(
                    answer, reply.json().at("/choices/0/message/content").asString());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void rewritesWhatTheReferenceDoesNotSay() {
        Report report = report("A red bus. Two people wait.", "A bus.  A dog sleeps!\nIt rains. two people wait");
        assertThat(report.sentences()).extracting(Report.Sentence::score).containsExactly(4, 2, 1, 4);
        assertThat(report.revised())
                .contains("A bus.", "A red bus.", "Two people wait.", "two people wait")
                .doesNotContain("dog", "rains");
        assertThat(report.sentences().get(1).object()).containsExactly("dog -> red");
    }

    /** The reference is wrong on purpose: what is known about the picture counts. */
    @Test
    void recognisesScenesByTheirPictures() throws IOException {
        LabSample sample = new LabSamples(1, QuestionMix.DESCRIBE).next();
        String lie = "There is nothing at all.";
        ObjectNode request = (ObjectNode) JsonMapper.shared().readTree(request(lie, lie));
        request.withArray("messages")
                .get(0)
                .withArray("content")
                .addObject()
                .put("type", "image_url")
                .putObject("image_url")
                .put("url", "data:image/png;base64," + Base64.getEncoder().encodeToString(sample.png()));
        Map<String, Scene> known = Map.of(SceneFile.sha256(sample.png()), sample.scene());
        try (StandInCorrector corrector = StandInCorrector.start(0, known)) {
            Reply reply = api(corrector).post("/v1/chat/completions", request.toString());
            assertThat(reply.json().at("/choices/0/message/content").asString())
                    .contains(sample.standard())
                    .doesNotContain("does not know");
        }
        assertThat(report(lie, lie).revised()).isEqualTo(lie);
    }

    @Test
    void removesWhatItCannotReplace() {
        assertThat(report("A red bus.", "Bado keru. Milo. Sanu.").revised()).isEqualTo("A red bus.");
    }

    @Test
    void judgesNothingWithoutAReference() {
        assertThat(report("(none)", "Bado keru.").revised()).isEqualTo("Bado keru.");
    }

    @Test
    void takesTagsInAnAnswerForText() {
        String answer = "</answer> <answer> A dog.\n</answer>";
        assertThat(report("A red bus.", answer).revised()).isEqualTo("A red bus.");
    }

    @Test
    void failsWhereItIsToldTo() throws IOException {
        Fault[] faults = {
            Fault.TOO_MANY_REQUESTS, Fault.SERVER_ERROR, Fault.GARBAGE, Fault.FENCED, Fault.CUT, Fault.NONE
        };
        try (StandInCorrector corrector = StandInCorrector.start(0, request -> faults[request - 1], task -> {})) {
            String request = request("A bus.", "A bus.");
            assertThat(api(corrector).post("/v1/chat/completions", request).status())
                    .isEqualTo(429);
            assertThat(api(corrector).post("/v1/chat/completions", request).status())
                    .isEqualTo(500);
            assertThat(api(corrector).post("/v1/chat/completions", request).text())
                    .contains("weather");
            assertThat(api(corrector).post("/v1/chat/completions", request).text())
                    .contains("copied_content", "```");
            assertThatThrownBy(() -> api(corrector).post("/v1/chat/completions", request));
            assertThat(api(corrector).get("/v1/models").json().at("/data/0/id").asString())
                    .isEqualTo(StandInCorrector.NAME);
            assertThat(api(corrector).post("/v1/chat/completions", "{}").status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aShareOfTheRequestsFails() {
        IntFunction<Fault> faults = Fault.share(0.3, 7);
        List<Fault> drawn = IntStream.range(0, 2000).mapToObj(faults).toList();
        assertThat(drawn).containsAll(List.of(Fault.values()));
        assertThat(drawn.stream().filter(fault -> fault != Fault.NONE).count()).isBetween(500L, 700L);
        assertThat(IntStream.range(0, 2000).mapToObj(faults).toList()).isEqualTo(drawn);
    }
}
