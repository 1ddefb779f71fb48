package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.gateway.pipelines.Stage;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The stages, how long they took and what came out. */
final class StageTable {
    private static final Map<Stage, String> PURPOSES = Map.of(
            Stage.ROLLOUT, "The model answers the prompts",
            Stage.FEEDBACK, "A corrector rewrites the answers",
            Stage.DATASET, "Corrections become samples",
            Stage.OPA, "The model learns the corrected answers",
            Stage.OPA_DPO, "It learns to prefer them to its own",
            Stage.EVALUATION, "Before is compared with after");

    private StageTable() {}

    static void write(Html html, ReportData data) {
        html.open("section").element("h2", "Stages");
        html.open("table", "class", "stages")
                .head(List.of("Stage", "State", "Took", "What came out"))
                .open("tbody");
        for (StageView stage : data.pipeline().stages()) {
            row(html, data, stage);
        }
        html.close().close().close();
    }

    private static void row(Html html, ReportData data, StageView stage) {
        String state = stage.state().name().toLowerCase(Locale.ROOT);
        html.open("tr").open("th", "scope", "row");
        html.link(data.api("/v1/jobs/" + stage.job()), name(stage.stage()));
        html.element("small", PURPOSES.get(stage.stage())).close();
        html.open("td", "data-label", "State")
                .element("span", state, "class", "state " + state)
                .close();
        html.element("td", took(stage, data.made()), "data-label", "Took");
        html.element("td", outcome(stage), "data-label", "Result").close();
    }

    static String name(Stage stage) {
        return switch (stage) {
            case ROLLOUT -> "Rollout";
            case FEEDBACK -> "Feedback";
            case DATASET -> "Data set";
            case OPA -> "OPA";
            case OPA_DPO -> "OPA-DPO";
            case EVALUATION -> "Evaluation";
        };
    }

    private static String took(StageView stage, Instant now) {
        Instant started = stage.started();
        if (started == null) {
            return "–";
        }
        Instant finished = stage.finished();
        Duration took = Duration.between(started, finished == null ? now : finished);
        return Figures.duration(took) + (finished == null ? " so far" : "");
    }

    private static String outcome(StageView stage) {
        JobError error = stage.error();
        if (stage.state() != JobState.SUCCEEDED && error != null) {
            return error.code() + ": " + error.message();
        }
        JsonNode result = stage.result();
        if (result != null) {
            return made(stage.stage(), result);
        }
        Progress progress = stage.progress();
        if (progress == null) {
            return "–";
        }
        Long total = progress.total();
        return Figures.count(progress.done()) + (total == null ? "" : " of " + Figures.count(total)) + " "
                + progress.unit();
    }

    private static String made(Stage stage, JsonNode result) {
        return switch (stage) {
            case ROLLOUT -> counts(result, "answers", "failed");
            case FEEDBACK -> counts(result, "corrections", "failed");
            case DATASET -> counts(result, "samples", "dropped");
            case OPA, OPA_DPO ->
                result.path("adapter").asString(result.path("model").asString("")) + ", "
                        + Figures.count(result.path("steps").asLong(0)) + " steps";
            case EVALUATION -> {
                int benchmarks = result.path("benchmarks").size();
                yield benchmarks == 1 ? "1 benchmark" : benchmarks + " benchmarks";
            }
        };
    }

    private static String counts(JsonNode result, String good, String bad) {
        return Figures.count(result.path(good).asLong(0)) + " " + good + ", "
                + Figures.count(result.path(bad).asLong(0)) + " " + bad;
    }
}
