package io.opadpo.dataset.build;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.PictureSamples;
import io.opadpo.dataset.SampleImages;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.Reply;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Twelve pictures, each also as a smaller JPEG, and an image of a single tone. */
class NearDuplicateBuildTest {

    static final String OWNER = "alike-alice";
    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as(OWNER);
    static final List<List<String>> pairs = new ArrayList<>();
    static final List<JsonNode> corrections = new ArrayList<>();

    @BeforeAll
    static void images() {
        for (int i = 0; i < 12; i++) {
            BufferedImage picture = PictureSamples.picture(i, 320, 240);
            String one = upload(PictureSamples.png(picture), "image/png");
            String other = upload(PictureSamples.jpeg(PictureSamples.resized(picture, 200, 150), 0.7f), "image/jpeg");
            pairs.add(List.of(one, other));
            corrections.add(FeedbackJob.correction("one-" + i, one));
            corrections.add(FeedbackJob.correction("other-" + i, other));
            corrections.add(FeedbackJob.correction("again-" + i, other));
        }
        corrections.add(FeedbackJob.correction("plain", upload(SampleImages.png(20, 10, 77), "image/png")));
    }

    private static String upload(byte[] bytes, String type) {
        return alice.post("/v1/images", bytes, type).json().path("sha256").asString();
    }

    private static JsonNode made(String options) {
        String body = "{\"name\": \"alike\", \"feedback_job\": \"%s\", \"held_out\": 0.5, \"seed\": 3%s}"
                .formatted(FeedbackJob.done(service, OWNER, corrections), options);
        Reply submitted = alice.post("/v1/datasets", body);
        assertThat(submitted.status()).as(submitted.toString()).isEqualTo(201);
        try (EventStream events = alice.events(submitted.header("Location") + "/events")) {
            events.rest();
        }
        JsonNode job = alice.get(submitted.header("Location")).json();
        assertThat(job.path("state").asString()).as(job.toString()).isEqualTo("SUCCEEDED");
        return alice.get("/v1/datasets/" + job.path("result").path("dataset").asString())
                .json();
    }

    private static List<JsonNode> lines(JsonNode dataset, String query) {
        return alice.get("/v1/datasets/" + dataset.path("id").asString() + "/download" + query)
                .text()
                .lines()
                .map(JsonMapper.shared()::readTree)
                .toList();
    }

    private static Map<String, String> sides(JsonNode dataset) {
        Map<String, String> sides = new TreeMap<>();
        for (JsonNode line : lines(dataset, "")) {
            String side = line.path("split").asString();
            assertThat(sides.merge(line.path("image").asString(), side, (a, b) -> b))
                    .isEqualTo(side);
        }
        return sides;
    }

    @Test
    void leaksAreReportedAndListed() {
        JsonNode dataset = made("");

        Map<String, String> sides = sides(dataset);
        List<String> split = pairs.stream()
                .filter(pair -> !sides.get(pair.get(0)).equals(sides.get(pair.get(1))))
                .map(pair -> pair.stream()
                        .sorted(Comparator.comparing((String image) -> sides.get(image))
                                .reversed())
                        .collect(Collectors.joining(" ")))
                .sorted()
                .toList();
        assertThat(split).as("the seed separates some").isNotEmpty();
        JsonNode alike = dataset.path("statistics").path("near_duplicates");
        assertThat(alike.path("images").asInt()).isEqualTo(25);
        assertThat(alike.path("not_compared").asInt()).isEqualTo(1);
        assertThat(alike.path("pairs").asInt()).isEqualTo(12);
        assertThat(alike.path("leaks").asInt()).isEqualTo(split.size());
        List<String> listed = new ArrayList<>();
        alike.path("listed")
                .forEach(leak -> listed.add(leak.path("train").asString() + " "
                        + leak.path("held_out").asString()));
        assertThat(listed).containsExactlyInAnyOrderElementsOf(split);
        String card = alice.get("/v1/datasets/" + dataset.path("id").asString() + "/card")
                .text();
        assertThat(card)
                .contains("12 pairs look alike")
                .contains("| " + split.get(0).replace(" ", " | ") + " |");
    }

    @Test
    void togetherTheyAreOnOneSideWithAllTheirSamples() {
        JsonNode dataset = made(", \"near_duplicates\": {\"together\": true}");

        Map<String, String> sides = sides(dataset);
        assertThat(pairs).allMatch(pair -> sides.get(pair.get(0)).equals(sides.get(pair.get(1))));
        assertThat(sides.values()).as("both sides are there").contains("train", "held_out");
        JsonNode statistics = dataset.path("statistics");
        JsonNode alike = statistics.path("near_duplicates");
        assertThat(alike.path("leaks").asInt()).isZero();
        assertThat(alike.path("pairs").asInt()).isEqualTo(12);
        assertThat(alike.path("moved").asInt()).isPositive();
        assertThat(lines(dataset, "")).hasSize(37);
        assertThat(lines(dataset, "?split=held_out"))
                .hasSize(statistics.path("held_out").asInt());
    }

    @Test
    void withNoDistanceOnlyEqualHashesCount() {
        JsonNode near = made(", \"near_duplicates\": {\"distance\": 0}")
                .path("statistics")
                .path("near_duplicates");

        assertThat(near.path("distance").asInt()).isZero();
        assertThat(near.path("pairs").asInt()).isLessThan(12);
    }

    @Test
    void hashesAreKept() {
        made("");

        assertThat(service.service
                        .bean(JdbcClient.class)
                        .sql("SELECT count(picture_hash) FROM images WHERE owner = :owner")
                        .param("owner", OWNER)
                        .query(Integer.class)
                        .single())
                .isEqualTo(24);
    }

    @Test
    void aDistanceOutOfRangeIsRefused() {
        Reply reply = alice.post(
                "/v1/datasets",
                "{\"name\": \"alike\", \"feedback_job\": \"00000000-0000-0000-0000-000000000000\","
                        + " \"near_duplicates\": {\"distance\": 16}}");

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text()).contains("near_duplicates.distance");
    }
}
