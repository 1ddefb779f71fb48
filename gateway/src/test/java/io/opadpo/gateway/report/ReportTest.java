package io.opadpo.gateway.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import io.opadpo.gateway.Gateway;
import io.opadpo.jobs.Claim;
import io.opadpo.jobs.ClaimedJob;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.Reply;
import io.opadpo.service.testing.TestService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.http.MediaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reports of a gateway with stand-ins for the trainer and the dataset service. */
class ReportTest {
    private static final Set<String> OWNERS_SEEN = ConcurrentHashMap.newKeySet();
    private static final FakeServer TRAINER = new FakeServer().on("/v1/trainings", ReportTest::metrics);
    private static final FakeServer DATASETS =
            new FakeServer().on("/v1/datasets/by-job", exchange -> answer(exchange, """
            {"statistics": {"dropped_by": {"NO_REPORT": 2, "BAD_REPORT": 0, "EMPTY_REVISED": 1},
             "judges": [{"source": {"endpoint": "stand-in-corrector", "model": "lab", "prompt_version": "v1"},
              "samples": 509}]}}"""));
    private static final TestService GATEWAY = TestService.start(
            Gateway.application(),
            "opadpo.services.trainer=" + TRAINER.uri(),
            "opadpo.services.dataset=" + DATASETS.uri());

    private final JobLeases leases = GATEWAY.bean(JobLeases.class);
    private final String owner = "reader-" + UUID.randomUUID().toString().substring(0, 8);
    private final Api api = GATEWAY.as(owner);

    @AfterAll
    static void stop() {
        GATEWAY.close();
        TRAINER.close();
        DATASETS.close();
    }

    private static void answer(HttpExchange exchange, String json) throws IOException {
        OWNERS_SEEN.add(exchange.getRequestHeaders().getFirst("X-Opadpo-Owner"));
        FakeServer.json(exchange, 200, json);
    }

    /** Two pages of OPA-DPO's metrics for every training. */
    private static void metrics(HttpExchange exchange) throws IOException {
        boolean first = exchange.getRequestURI().getQuery().contains("from_step=1&");
        JsonNode all = JsonMapper.shared().readTree(resource("metrics-opa-dpo.json"));
        String items = all.path("items").toString();
        answer(exchange, first ? "{\"items\": " + items + ", \"next\": 65}" : """
                {"items": [{"step": 65, "scalars": {"loss/total": 2.0}}], "next": null}""");
    }

    @Test
    void aPipelineThatHasSucceededShowsItAll() throws IOException {
        JsonNode pipeline = submit();
        succeed(resource("evaluation.json"));
        Reply reply = api.get(pipeline.path("report").asString());
        String page = reply.text();
        Path file = Path.of("target/report/succeeded.html");
        Files.createDirectories(file.getParent());
        Files.writeString(file, page);
        assertThat(reply.status()).as(page).isEqualTo(200);
        assertThat(page)
                .contains("Report: cure")
                .contains("succeeded")
                .contains("llava-lab")
                .contains("5f0c1e9a77aa");
        assertThat(page).contains("509 samples, 3 answers dropped (no report 2, empty revised 1)");
        assertThat(page).contains("/v1/adapters/opa-2b1c/download").contains("/v1/adapters/opa-dpo-9f3e/download");
        assertThat(page).contains("Corrected by stand-in-corrector").contains("This is a stand-in");
        assertThat(page).contains("<b>12.4%</b> <span class=\"interval\">[10.4 to 14.4]</span>");
        assertThat(page).contains("−13.1 points <span class=\"interval\">[−14.9 to −11.3]</span>");
        assertThat(page).containsSubsequence("(CHAIR-i)", "(CHAIR-s)", "Coverage", "Malformed", "Length", "Accuracy");
        assertThat(page).contains("a large <mark>yellow star</mark> at").contains("src=\"data:image/png;base64,iVBOR");
        assertThat(page).contains("OPA-DPO&#39;s margins").contains("Revised over original<");
        assertThat(page).contains("−0.550").contains("86%");
        assertThat(page)
                .contains("before OPA-DPO&#39;s first step")
                .contains("30% of the standard answers are off-policy");
        assertThat(page).containsSubsequence("−1.500", "0.625", "0.125", "30%", "−0.800", "0.050");
        assertThat(page).contains("&quot;learning_rate&quot; : 0.001").contains("&quot;seed&quot; : 7");
        assertThat(OWNERS_SEEN).contains(owner);
    }

    @Test
    void tablesAndCurvesShowWhatTheServicesSaid() {
        JsonNode pipeline = submit();
        succeed(resource("evaluation.json"));
        String page = api.get(pipeline.path("report").asString()).text();
        String table = page.substring(page.indexOf("class=\"figures metrics\""));
        String row = table.substring(table.indexOf("(CHAIR-i)"), table.indexOf("(CHAIR-s)"));
        JsonNode evaluation = JsonMapper.shared().readTree(resource("evaluation.json"));
        List<String> cells = new ArrayList<>();
        for (JsonNode policy : evaluation.at("/benchmarks/0/policies")) {
            JsonNode metric = policy.at("/metrics/chair_i");
            cells.add("<b>%s%%</b> <span class=\"interval\">[%s to %s]</span>"
                    .formatted(
                            percent(metric.path("value")), percent(metric.path("low")), percent(metric.path("high"))));
        }
        assertThat(cells).hasSize(3);
        assertThat(row).containsSubsequence(cells);
        // The last step is on a page of its own; one that has no number as its loss has no dot.
        long steps = JsonMapper.shared()
                        .readTree(resource("metrics-opa-dpo.json"))
                        .path("items")
                        .valueStream()
                        .filter(step -> step.path("scalars").path("loss/total").isNumber())
                        .count()
                + 1;
        assertThat(dots(page, "OPA&#39;s loss on corrected answers")).isEqualTo(steps);
        assertThat(dots(page, "OPA-DPO&#39;s loss")).isEqualTo(steps);
    }

    private static String percent(JsonNode fraction) {
        return fraction.decimalValue()
                .movePointRight(2)
                .setScale(1, RoundingMode.HALF_UP)
                .toPlainString();
    }

    /** How many steps are drawn in the chart with this title. */
    private static long dots(String page, String title) {
        String figure = page.substring(page.indexOf("<b>" + title + "</b>"));
        String path = figure.substring(figure.indexOf("\"dots\""), figure.indexOf("\"line\""));
        return path.chars().filter(c -> c == 'M').count();
    }

    @Test
    void thePageIsAloneAndCannotRunAnything() {
        JsonNode pipeline = submit();
        succeed(resource("evaluation.json"));
        Reply reply =
                api.with("Accept", "text/html").get(pipeline.path("report").asString());
        String policy = reply.header("Content-Security-Policy");
        assertThat(reply.header("Content-Type")).isEqualTo("text/html;charset=UTF-8");
        assertThat(policy)
                .startsWith("default-src 'none'; img-src data:; style-src 'sha256-")
                .contains("frame-ancestors 'none'");
        assertThat(policy).doesNotContain("unsafe").doesNotContain("script");
        assertThat(reply.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(reply.header("Content-Disposition")).isEqualTo("inline; filename=\"report-cure.html\"");
        assertThat(reply.text())
                .doesNotContain("<script")
                .doesNotContain("<link")
                .doesNotContain(" style=");
        assertThat(reply.text()).doesNotContain("@import").doesNotContain("url(");
    }

    @Test
    void whatAModelSaidIsText() {
        JsonNode pipeline = submit();
        String hostile = "</p><script>alert(1)</script><img src=x onerror=alert(2)>";
        succeed(JsonMapper.shared().writeValueAsString(JsonMapper.shared().readTree("""
                {"model": "m", "benchmarks": [{"name": "HOSTILE", "type": "HOSTILE", "questions": 1, "failed": 0,
                  "policies": [{"policy": "HOSTILE", "metrics": {"HOSTILE": {"value": 1, "low": 0, "high": 2}}}],
                  "examples": [{"image": "HOSTILE", "image_data": "HOSTILE", "question": "HOSTILE", "truth": ["HOSTILE"],
                   "answers": [{"policy": "HOSTILE", "text": "HOSTILE", "wrong": [{"start": 0, "end": 6}]}]}]}]}""".replace("HOSTILE", hostile))));
        String page = api.get(pipeline.path("report").asString()).text();
        assertThat(page).contains("<mark>&lt;/p&gt;&lt;s</mark>cript&gt;");
        assertThat(page).doesNotContain("<script").doesNotContain("<img");
    }

    @Test
    void aRunningPipelineShowsWhatThereIs() {
        JsonNode pipeline = submit();
        complete("rollout", "{\"answers\": 512, \"failed\": 1, \"model_versions\": [\"abc\"]}");
        complete("feedback", "{\"corrections\": 511, \"failed\": 0, \"judge\": \"gpt\"}");
        claim("dataset");
        String page = api.get(pipeline.path("report").asString()).text();
        assertThat(page)
                .contains("2 of 6 stages have succeeded")
                .contains("512 answers, 1 failed")
                .contains("so far");
        assertThat(page).contains("Corrected by gpt").doesNotContain("stand-in");
        assertThat(page).doesNotContain("<h2>Training</h2>").doesNotContain("Answers before and after");
    }

    @Test
    void aFailedPipelineSaysWhy() {
        JsonNode pipeline = submit();
        leases.fail(claim("rollout"), new JobError("MODEL_GONE", "no <model> answers", false));
        String page = api.get(pipeline.path("report").asString()).text();
        assertThat(page).contains("class=\"state failed\"").contains("MODEL_GONE: no &lt;model&gt; answers");
    }

    @Test
    void aServiceThatIsDownLeavesAGapWithAName() {
        try (TestService alone = TestService.start(
                Gateway.application(),
                "opadpo.clients.retries=0",
                "opadpo.services.trainer=http://localhost:1",
                "opadpo.services.dataset=http://localhost:1")) {
            Api caller = alone.as(owner);
            JsonNode pipeline = caller.post("/v1/pipelines", REQUEST).json();
            JobLeases own = alone.bean(JobLeases.class);
            for (String kind : new String[] {"rollout", "feedback", "dataset", "opa"}) {
                own.complete(
                        own.claim("test", Set.of(kind), 1, Duration.ofMinutes(5))
                                .get(0)
                                .claim(),
                        JsonMapper.shared().readTree("{}"));
            }
            Reply reply = caller.get(pipeline.path("report").asString());
            assertThat(reply.status()).as(reply.toString()).isEqualTo(200);
            assertThat(reply.text())
                    .contains("OPA&#39;s training curves (trainer: unavailable)")
                    .contains("The data set&#39;s statistics (dataset: unavailable)");
        }
    }

    @Test
    void reportsAreTheOwnersOnly() {
        String report = submit().path("report").asString();
        assertThat(GATEWAY.anonymous().get(report).status()).isEqualTo(401);
        Api other = GATEWAY.as("other-" + owner);
        for (Api caller : new Api[] {other, other.with("Accept", "text/html")}) {
            Reply refused = caller.get(report);
            assertThat(refused.status()).isEqualTo(404);
            assertThat(refused.json().path("code").asString()).isEqualTo("not_found");
        }
        assertThat(api.get("/v1/pipelines/" + UUID.randomUUID() + "/report").status())
                .isEqualTo(404);
    }

    @Test
    void theDescriptionSaysThatItIsAPage() {
        JsonNode operation = api.get("/v3/api-docs")
                .json()
                .path("paths")
                .path("/v1/pipelines/{id}/report")
                .path("get");
        assertThat(operation.path("responses").path("200").path("content").propertyNames())
                .containsExactly(MediaType.TEXT_HTML_VALUE);
    }

    private static final String REQUEST = """
            {"name": "cure", "prompt_set": "11111111-2222-3333-4444-555555555555", "model": "llava-lab",
             "rollout": {"sampling": {"seed": 7}}, "opa": {"options": {"learning_rate": 1e-3}}}""";

    private JsonNode submit() {
        Reply created = api.post("/v1/pipelines", REQUEST);
        assertThat(created.status()).as(created.toString()).isEqualTo(201);
        return created.json();
    }

    private void succeed(String evaluation) {
        complete("rollout", "{\"answers\": 512, \"failed\": 0, \"model_versions\": [\"5f0c1e9a77aa03b1\"]}");
        complete("feedback", "{\"corrections\": 512, \"failed\": 0, \"judge\": \"stand-in-corrector\"}");
        complete("dataset", """
                {"dataset": "6b0e6a51-3a39-4ea1-8e0b-0a4f6d1f7a11", "name": "cure", "version": 1, "samples": 509,
                 "dropped": 3}""");
        complete("opa", """
                {"adapter": "opa-2b1c", "adapter_version": "aaaabbbbccccdddd", "model_version": "5f0c1e9a77aa03b1",
                 "steps": 32, "samples": 509, "dropped": 0, "dropped_by_reason": {}}""");
        complete("opa-dpo", """
                {"adapter": "opa-dpo-9f3e", "adapter_version": "eeeeffff00001111", "model_version": "5f0c1e9a77aa03b1",
                 "steps": 64, "samples": 508, "dropped": 1, "dropped_by_reason": {"LONG_PROMPT": 1},
                 "on_policy": {"samples": 64, "warnings": ["30% of the standard answers are off-policy"],
                  "standard": {"log_prob": -1.5, "surprise": 0.625, "kl_to_base": 0.125, "off_policy": 0.3},
                  "revised": {"log_prob": -0.8, "surprise": 0.05, "kl_to_base": 0.1, "off_policy": 0.02},
                  "original": {"log_prob": -0.75, "surprise": -0.02, "kl_to_base": 0.1, "off_policy": 0}}}""");
        complete("evaluation", evaluation);
    }

    private void complete(String kind, String result) {
        leases.complete(claim(kind), JsonMapper.shared().readTree(result));
    }

    /** Claims this test's job of a kind; those of other tests stay with nobody. */
    private Claim claim(String kind) {
        Claim found = null;
        for (ClaimedJob claimed : leases.claim("test", Set.of(kind), 1000, Duration.ofMinutes(5))) {
            if (claimed.job().owner().equals(owner)) {
                found = claimed.claim();
            } else {
                leases.release(claimed.claim());
            }
        }
        assertThat(found).as(kind).isNotNull();
        return found;
    }

    private static String resource(String name) {
        try (InputStream in = Objects.requireNonNull(ReportTest.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
