package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.PipelineState;
import io.opadpo.gateway.pipelines.PipelineView;
import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.gateway.pipelines.Stage;
import io.opadpo.jobs.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What was run, where it stands, and what it has made. */
final class OverviewSection {
    private final ReportData data;
    private final PipelineView pipeline;

    OverviewSection(ReportData data) {
        this.data = data;
        this.pipeline = data.pipeline();
    }

    void write(Html html) {
        String state = pipeline.state().name().toLowerCase(Locale.ROOT);
        html.open("header").element("h1", pipeline.name());
        html.open("p", "class", "lead")
                .element("span", state, "class", "state " + state)
                .text(" · asked for " + Figures.time(pipeline.created()) + took())
                .close();
        if (pipeline.state() != PipelineState.SUCCEEDED) {
            long done = pipeline.stages().stream()
                    .filter(stage -> stage.state() == JobState.SUCCEEDED)
                    .count();
            html.element(
                    "p",
                    done + " of " + pipeline.stages().size()
                            + " stages have succeeded. This page shows what there is by now.",
                    "class",
                    "note");
        }
        for (String missing : data.missing()) {
            html.element("p", "Missing here, as it could not be had: " + missing + ".", "class", "note");
        }
        html.close();
        html.open("dl");
        model(html);
        dataset(html);
        adapter(html, Stage.OPA, "OPA");
        adapter(html, Stage.OPA_DPO, "OPA-DPO");
        html.close();
        StageTable.write(html, data);
    }

    private String took() {
        Instant end = null;
        for (StageView stage : pipeline.stages()) {
            Instant finished = stage.finished();
            if (finished == null) {
                return "";
            }
            end = end == null || finished.isAfter(end) ? finished : end;
        }
        return end == null ? "" : " · took " + Figures.duration(Duration.between(pipeline.created(), end));
    }

    private void model(Html html) {
        String name = pipeline.request().path("model").asString("");
        html.element("dt", "Base model").open("dd").link(data.api("/v1/models"), name);
        String version = modelVersion();
        if (version != null) {
            html.text(", version ").element("code", abridged(version), "title", version);
        }
        html.close();
    }

    private @Nullable String modelVersion() {
        for (Stage stage : List.of(Stage.EVALUATION, Stage.OPA)) {
            String version = data.result(stage).path("model_version").asString("");
            if (!version.isEmpty()) {
                return version;
            }
        }
        JsonNode versions = data.result(Stage.ROLLOUT).path("model_versions");
        return versions.isEmpty() ? null : versions.path(0).asString("");
    }

    private void dataset(Html html) {
        JsonNode made = data.result(Stage.DATASET);
        if (made.isMissingNode()) {
            return;
        }
        String path = "/v1/datasets/" + made.path("dataset").asString("");
        html.element("dt", "Data set").open("dd");
        html.link(
                data.api(path),
                made.path("name").asString("") + ", version "
                        + made.path("version").asInt(0));
        html.text(": " + Figures.count(made.path("samples").asLong(0)) + " samples, "
                + Figures.count(made.path("dropped").asLong(0)) + " answers dropped");
        if (data.dataset() != null) {
            html.text(reasons(data.dataset().path("statistics").path("dropped_by")));
        }
        html.text(" · ")
                .link(data.api(path + "/download?format=parquet"), "download")
                .close();
    }

    private void adapter(Html html, Stage stage, String title) {
        JsonNode made = data.result(stage);
        if (made.isMissingNode()) {
            return;
        }
        html.element("dt", title).open("dd");
        String name = made.path("adapter").asString("");
        if (name.isEmpty()) {
            // A full fine-tune makes a model, which stays with the trainer.
            html.text("model " + made.path("model").asString(""));
        } else {
            String version = made.path("adapter_version").asString("");
            html.link(data.api("/v1/adapters/" + name), name).text(", version ");
            html.element("code", abridged(version), "title", version);
        }
        html.text(": " + Figures.count(made.path("steps").asLong(0)) + " steps over "
                + Figures.count(made.path("samples").asLong(0)) + " samples, "
                + Figures.count(made.path("dropped").asLong(0)) + " left out"
                + reasons(made.path("dropped_by_reason")));
        if (!name.isEmpty()) {
            html.text(" · ").link(data.api("/v1/adapters/" + name + "/download"), "download");
        }
        html.close();
    }

    private static String reasons(JsonNode counts) {
        List<String> reasons = new ArrayList<>();
        counts.properties().forEach(entry -> {
            long count = Objects.requireNonNull(entry.getValue()).asLong(0);
            if (count > 0) {
                reasons.add(entry.getKey().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + Figures.count(count));
            }
        });
        return reasons.isEmpty() ? "" : " (" + String.join(", ", reasons) + ")";
    }

    private static String abridged(String version) {
        return version.length() > 12 ? version.substring(0, 12) : version;
    }
}
