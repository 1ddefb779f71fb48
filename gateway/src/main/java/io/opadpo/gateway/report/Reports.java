package io.opadpo.gateway.report;

import io.opadpo.gateway.pipelines.PipelineView;
import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.gateway.pipelines.Pipelines;
import io.opadpo.gateway.pipelines.Stage;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.clients.RemoteException;
import io.opadpo.service.clients.ServiceClient;
import io.opadpo.service.clients.ServiceClients;
import io.opadpo.service.security.Caller;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Service;
import tools.jackson.databind.JsonNode;

/** Gathers what reports are made of: from the job store, and on the caller's behalf from the services. */
@Service
class Reports {
    private static final Logger log = LoggerFactory.getLogger(Reports.class);

    private final Pipelines pipelines;
    private final JobStore jobs;
    private final ServiceClients services;
    private final Clock clock;

    Reports(Pipelines pipelines, JobStore jobs, ServiceClients services, Clock clock) {
        this.pipelines = pipelines;
        this.jobs = jobs;
        this.services = services;
        this.clock = clock;
    }

    /**
     * What there is by now. A service that does not answer leaves a gap, which the report names.
     *
     * @param address where the API is
     * @throws io.opadpo.service.error.ApiException if this caller has no such pipeline
     */
    ReportData of(Caller caller, UUID id, String address) {
        PipelineView pipeline = pipelines.get(caller, id);
        List<String> missing = new ArrayList<>();
        ServiceClient trainer = services.of("trainer", caller.owner());
        ServiceClient datasets = services.of("dataset", caller.owner());
        JsonNode dataset = null;
        Map<Stage, TrainingCurve> curves = new EnumMap<>(Stage.class);
        for (StageView stage : pipeline.stages()) {
            UUID job = stage.job();
            if (stage.stage() == Stage.DATASET && stage.result() != null) {
                dataset = attempt(
                        "The data set's statistics",
                        missing,
                        () -> datasets.get(JsonNode.class, "/v1/datasets/by-job/{job}", job));
            }
            boolean training = stage.stage() == Stage.OPA || stage.stage() == Stage.OPA_DPO;
            if (training && stage.started() != null) {
                String what = (stage.stage() == Stage.OPA ? "OPA" : "OPA-DPO") + "'s training curves";
                TrainingCurve curve = attempt(what, missing, () -> TrainingCurves.read(trainer, job));
                if (curve != null) {
                    curves.put(stage.stage(), curve);
                }
            }
        }
        return new ReportData(pipeline, parameters(caller, id), dataset, curves, missing, address, clock.instant());
    }

    private Map<Stage, JsonNode> parameters(Caller caller, UUID pipeline) {
        Map<Stage, JsonNode> parameters = new EnumMap<>(Stage.class);
        jobs.list(caller.asOwner(), JobFilter.pipeline(pipeline), null, Stage.values().length)
                .items()
                .forEach(job -> parameters.put(Stage.ofKind(job.kind()), job.parameters()));
        return parameters;
    }

    private static <T> @Nullable T attempt(String what, List<String> missing, Supplier<T> get) {
        try {
            return get.get();
        } catch (RemoteException e) {
            log.warn("A report lacks something. {}: {}", what, e.toString());
            missing.add(what + " (" + e.service() + ": " + e.code() + ")");
            return null;
        }
    }
}
