package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.corrector.Fault;
import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PipelineSettings;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** The main job as the README's first command runs it, on scenes that nothing was chosen on: hallucination falls. */
class CureTest {

    private static final int BASE = 0;
    private static final int OPA = 1;
    private static final int OPA_DPO = 2;

    private static JsonNode benchmarks;
    private static String output;
    private static String report;

    @BeforeAll
    static void runTheMainJob(@TempDir Path data) throws IOException {
        List<LabSample> scenes = LabFolder.prompts(LabSize.STANDARD, RunningPlatform.SEED);
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (StandInCorrector corrector =
                        StandInCorrector.start(0, LabFolder.truth(scenes), request -> Fault.NONE, task -> {});
                RunningPlatform running = RunningPlatform.start(data, corrector, LabSize.STANDARD)) {
            PlatformClient client = new PlatformClient(running.platform.gateway(), running.platform.key());
            PrintStream out = new PrintStream(screen, true, StandardCharsets.UTF_8);
            new MainJob(
                            client,
                            Prompts.of(scenes),
                            PipelineSettings.scenes(LabSize.STANDARD, RunningPlatform.SEED),
                            data.resolve("report.html"),
                            out)
                    .run();
            JsonNode pipeline = running.user.get("/v1/pipelines?limit=1").json().at("/items/0");
            benchmarks = RunningPlatform.stage(pipeline, "evaluation").at("/result/benchmarks");
        }
        output = screen.toString(StandardCharsets.UTF_8);
        report = Files.readString(data.resolve("report.html"));
    }

    private static JsonNode policy(String benchmark, int policy) {
        return StreamSupport.stream(benchmarks.spliterator(), false)
                .filter(result -> result.path("name").asString().equals(benchmark))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no benchmark " + benchmark + " in " + benchmarks))
                .path("policies")
                .path(policy);
    }

    private static double value(String benchmark, int policy, String metric) {
        return policy(benchmark, policy)
                .path("metrics")
                .path(metric)
                .path("value")
                .asDouble();
    }

    @Test
    void opaHallucinatesLessAndOpaDpoLeast() {
        for (String metric : List.of("chair_i", "chair_s")) {
            double base = value(LabFolder.SCENES, BASE, metric);
            double opa = value(LabFolder.SCENES, OPA, metric);
            double opaDpo = value(LabFolder.SCENES, OPA_DPO, metric);
            assertThat(opaDpo).as(metric).isLessThan(opa);
            assertThat(opa).as(metric).isLessThan(base);
            for (int policy : new int[] {OPA, OPA_DPO}) {
                JsonNode difference =
                        policy(LabFolder.SCENES, policy).path("difference").path(metric);
                assertThat(difference.path("high").asDouble())
                        .as(metric + " against base, upper end of the interval: " + difference)
                        .isNegative();
            }
        }
    }

    @Test
    void coverageAndAccuracyStay() {
        assertThat(value(LabFolder.SCENES, OPA_DPO, "recall"))
                .isGreaterThanOrEqualTo(value(LabFolder.SCENES, BASE, "recall"));
        assertThat(value(LabFolder.YES_NO, OPA_DPO, "accuracy"))
                .isGreaterThan(value(LabFolder.YES_NO, BASE, "accuracy") - 0.02);
        assertThat(value(LabFolder.SCENES, OPA_DPO, "malformed")).isLessThan(0.01);
    }

    @Test
    void theTableIsShown() {
        String hallucinated = String.format(Locale.ROOT, "%.1f (", 100 * value(LabFolder.SCENES, OPA_DPO, "chair_i"));
        assertThat(output)
                .contains("objects that are not there", "right answers", "clear of zero", "Report: file:")
                .contains(hallucinated);
    }

    /** Whatever the page could not get from a service would be named in it. */
    @Test
    void theReportHasTableCurvesAndAnswers() {
        assertThat(report)
                .contains(String.format(Locale.ROOT, "%.1f", 100 * value(LabFolder.SCENES, OPA_DPO, "chair_i")))
                .contains("<mark", "<svg", "data:image/png;base64,", StandInCorrector.NAME)
                .doesNotContain("Missing here");
    }
}
