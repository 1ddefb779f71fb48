package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.chat.testing.Behaviour;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ReviewTest {
    private static final Scene SCENE = new Scene();
    private final Api alice = SCENE.alice;
    private String corrections;

    /** Five corrections: a00 failed, a01 has a 1, a03 has nothing wrong, the others have a 2. */
    @BeforeEach
    void correct() {
        SCENE.judge.reset();
        SCENE.judge.usually(Behaviour.answering(asked -> switch (Scene.id(asked)) {
            case "a00" -> "No report.";
            case "a01" -> Scene.report(asked).replace("\"score\":2", "\"score\":1");
            case "a03" -> Scene.report(asked).replace("\"score\":2", "\"score\":4");
            default -> Scene.report(asked);
        }));
        String job = Scene.start(alice, SCENE.rollout("alice", 5), "");
        assertThat(Scene.end(alice, job).path("state").asString()).isEqualTo("SUCCEEDED");
        corrections = Scene.corrections(job);
    }

    @AfterAll
    static void close() {
        SCENE.close();
    }

    @Test
    void lowestScoresComeFirst() {
        assertThat(ids("?order=SCORE")).containsExactly("a01", "a02", "a04", "a03", "a00");
        assertThat(ids("?order=SCORE&max_score=2")).containsExactly("a01", "a02", "a04");
        assertThat(ids("?state=FAILED")).containsExactly("a00");
        assertThat(ids("")).containsExactly("a00", "a01", "a02", "a03", "a04");
    }

    @Test
    void pagesGoOnWhereTheyEnded() {
        for (String order : List.of("SCORE", "ID")) {
            String path = corrections + "?limit=2&order=" + order;
            JsonNode first = alice.get(path).json();
            JsonNode second =
                    alice.get(path + "&cursor=" + first.path("next").asString()).json();
            JsonNode third = alice.get(path + "&cursor=" + second.path("next").asString())
                    .json();
            assertThat(third.path("next").isNull()).isTrue();
            assertThat(List.of(first, second, third))
                    .flatExtracting(page -> page.path("items")
                            .valueStream()
                            .map(item -> item.path("id").asString())
                            .toList())
                    .isEqualTo(ids("?order=" + order));
        }
        assertThat(alice.get(corrections + "?cursor=bm9uZQ").status()).isEqualTo(400);
    }

    @Test
    void acceptedAndRejected() {
        Reply accepted = review("a02", "{\"state\":\"ACCEPTED\",\"reviewer\":\"Ann\",\"note\":\"fine\"}");
        review("a01", "{\"state\":\"REJECTED\"}");

        assertThat(accepted.status()).isEqualTo(201);
        JsonNode review = accepted.json().path("review");
        assertThat(review.path("state").asString()).isEqualTo("ACCEPTED");
        assertThat(review.path("version").asInt()).isEqualTo(1);
        assertThat(review.path("reviewer").asString()).isEqualTo("Ann");
        assertThat(review.path("at").asString()).endsWith("Z");
        assertThat(accepted.json().path("report").path("0").path("score").asInt())
                .isEqualTo(2);
        assertThat(ids("")).as("rejected ones are left out").containsExactly("a00", "a02", "a03", "a04");
        assertThat(ids("?review=REJECTED")).containsExactly("a01");
        assertThat(ids("?review=ACCEPTED")).containsExactly("a02");
        assertThat(ids("?review=UNREVIEWED")).containsExactly("a00", "a03", "a04");
        assertThat(ids("?review=ALL")).hasSize(5);

        review("a01", "{\"state\":\"ACCEPTED\"}");
        assertThat(ids("")).hasSize(5);
    }

    @Test
    void editsAreVersionsThatAreKept() {
        String edit = edit("a02", 3, "A kitten sleeps.");
        JsonNode edited = review("a02", edit).json();
        review("a02", edit("a02", 1, "Nothing sleeps."));
        JsonNode last = review("a02", "{\"state\":\"ACCEPTED\",\"version\":2}").json();

        assertThat(edited.path("revised").asString()).isEqualTo("A kitten sleeps. The sofa is red.");
        assertThat(last.path("revised").asString()).isEqualTo("Nothing sleeps. The sofa is red.");
        assertThat(last.path("review").path("reviewer").asString()).isEqualTo("alice");
        JsonNode listed =
                alice.get(corrections + "?review=ACCEPTED").json().path("items").path(0);
        assertThat(listed).isEqualTo(last);
        assertThat(ids("?order=SCORE")).startsWith("a01", "a02");
        JsonNode versions = alice.get(corrections + "/a02/reviews").json();
        assertThat(versions)
                .extracting(version -> version.path("state").asString())
                .containsExactly("EDITED", "EDITED", "ACCEPTED");
        assertThat(versions.path(0).path("revised").asString()).isEqualTo("A kitten sleeps. The sofa is red.");
        assertThat(versions.path(0).path("report").path("0").path("score").asInt())
                .isEqualTo(3);
    }

    @Test
    void editGivesAReportToWhatHasNone() {
        assertThat(review("a00", "{\"state\":\"ACCEPTED\"}").status()).isEqualTo(409);
        JsonNode edited = review("a00", edit("a00", 2, "A cat sleeps.")).json();

        assertThat(edited.path("state").asString()).isEqualTo("DONE");
        assertThat(edited.has("error")).isFalse();
        assertThat(edited.has("reply")).isFalse();
        assertThat(edited.path("revised").asString()).isEqualTo("A cat sleeps. The sofa is red.");
        assertThat(ids("?state=FAILED")).isEmpty();
    }

    @Test
    void reviewsThatCannotBe() {
        review("a04", "{\"state\":\"ACCEPTED\",\"version\":0}");

        assertThat(review("a04", "{\"state\":\"REJECTED\",\"version\":0}").status())
                .isEqualTo(409);
        assertThat(review("nobody", "{\"state\":\"REJECTED\"}").status()).isEqualTo(404);
        assertThat(review("a04", "{\"state\":\"EDITED\"}").status()).isEqualTo(400);
        assertThat(review("a04", edit("a03", 2, "A cat.")).text()).contains("copied_content is not found");
        Api bob = SCENE.service.as("bob");
        assertThat(bob.post(corrections + "/a04/reviews", "{\"state\":\"REJECTED\"}")
                        .status())
                .isEqualTo(404);
        assertThat(bob.get(corrections + "/a04/reviews").status()).isEqualTo(404);
    }

    @Test
    void idsMayHoldSlashes() {
        UUID rollout = SCENE.rolloutOf("alice", List.of("shard/1/a07", "a08;v=1", "..", "a b%2F?"));
        String job = Scene.start(alice, rollout, "");
        Scene.end(alice, job);
        String reviews = job.replace("jobs", "feedback") + "/reviews?id=";

        for (String id : List.of("shard/1/a07", "a08;v=1", "..", "a b%2F?")) {
            String encoded = URLEncoder.encode(id, StandardCharsets.UTF_8);
            Reply made = alice.post(reviews + encoded, "{\"state\":\"REJECTED\"}");
            assertThat(made.status()).as(made.toString()).isEqualTo(201);
            assertThat(made.json().path("id").asString()).isEqualTo(id);
            assertThat(alice.get(reviews + encoded).json()).hasSize(1);
        }
        assertThat(alice.post(reviews + "nobody", "{\"state\":\"REJECTED\"}").status())
                .isEqualTo(404);
    }

    /** Of before there were scores: they are found out when somebody wants them. */
    @Test
    void earlierJobsAreListedByScoreToo() {
        review("a02", edit("a02", 1, "A kitten sleeps."));
        SCENE.service.bean(JdbcClient.class).sql("DELETE FROM feedback_scores").update();

        assertThat(ids("?order=SCORE")).containsExactly("a01", "a02", "a04", "a03", "a00");
        assertThat(ids("?max_score=1")).containsExactly("a01", "a02");
    }

    private Reply review(String id, String body) {
        return alice.post(corrections + "/" + id + "/reviews", body);
    }

    private static String edit(String id, int score, String rewritten) {
        String answer = Scene.answer(id);
        int dot = answer.indexOf('.') + 1;
        ObjectNode edit = JsonMapper.shared().createObjectNode().put("state", "EDITED");
        ObjectNode report = edit.putObject("report");
        report.putObject("0")
                .put("copied_content", answer.substring(0, dot))
                .put("score", score)
                .put("error_type", "image_recognition_error")
                .put("rewritten_content", rewritten);
        report.putObject("1")
                .put("copied_content", answer.substring(dot).strip())
                .put("score", 4)
                .put("rewritten_content", answer.substring(dot).strip());
        return edit.toString();
    }

    private List<String> ids(String query) {
        return alice.get(corrections + query)
                .json()
                .path("items")
                .valueStream()
                .map(item -> item.path("id").asString())
                .toList();
    }
}
