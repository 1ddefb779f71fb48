package io.opadpo.trainer.training;

import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.train.OnPolicyReport;
import io.opadpo.llava.train.TrainingResult;
import io.opadpo.llava.train.data.DropReport;
import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.model.MadeModel;
import io.opadpo.trainer.model.MadeModels;
import java.io.IOException;
import java.nio.file.Path;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Registers what a training has made, and tells it as the job's result. */
@Component
class TrainingResults {

    private final Adapters adapters;
    private final MadeModels models;

    TrainingResults(Adapters adapters, MadeModels models) {
        this.adapters = adapters;
        this.models = models;
    }

    JobOutcome publish(JobRun run, TrainingInputs.Found found, TrainingPlan plan, TrainingResult result)
            throws IOException {
        Path made = result.result().orElseThrow();
        String name = TrainingName.of(found.request(), run.job().id());
        ObjectNode json = JsonMapper.shared().createObjectNode();
        if (plan.full()) {
            MadeModel model = models.publish(run, name, found.model().name(), made);
            json.put("model", model.name()).put("model_version", model.version());
        } else {
            Adapter adapter = adapters.publish(run, name, found.model(), made);
            json.put("adapter", adapter.name()).put("adapter_version", adapter.version());
            json.put("base_model", adapter.baseModel()).put("model_version", adapter.modelVersion());
        }
        json.put("dataset", found.dataset().toString());
        steps(json, result);
        samples(json, result.report());
        result.onPolicy().ifPresent(fit -> onPolicy(json.putObject("on_policy"), fit));
        return JobOutcome.of(json);
    }

    private static void steps(ObjectNode json, TrainingResult result) {
        json.put("steps", result.step())
                .put("total_steps", result.totalSteps())
                .put("result_step", result.resultStep());
        Double best = result.evaluations().best();
        if (best != null) {
            json.putObject("best").put("step", result.evaluations().bestStep()).put("value", best);
        }
    }

    private static void onPolicy(ObjectNode json, OnPolicyReport report) {
        json.put("samples", report.samples());
        fit(json.putObject("standard"), report.standard());
        fit(json.putObject("revised"), report.revised());
        fit(json.putObject("original"), report.original());
        ArrayNode warnings = json.putArray("warnings");
        report.warnings().forEach(warnings::add);
    }

    private static void fit(ObjectNode json, OnPolicyReport.Fit fit) {
        json.put("log_prob", fit.logProb())
                .put("entropy", fit.entropy())
                .put("surprise", fit.surprise())
                .put("kl_to_base", fit.klToBase())
                .put("off_policy", fit.offPolicy());
    }

    private static void samples(ObjectNode json, DropReport report) {
        json.put("samples", report.kept()).put("dropped", report.dropped().size());
        ObjectNode reasons = json.putObject("dropped_by_reason");
        report.counts().forEach((reason, count) -> reasons.put(reason.name(), count));
        json.put("report_mismatches", report.reportMismatches().size());
    }
}
