package io.opadpo.quickstart;

import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.job.PipelineSettings;
import io.opadpo.quickstart.lab.LabFolder;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What each service is told beside its own {@code application.yml}. */
final class ServiceProperties {

    static final String BOOTSTRAP_KEY = "bootstrap-key";
    private static final String SERVICE_KEY = "service-key";

    /** The gateway's library is on every service's class path here, and would set itself up. */
    private static final String GATEWAYS_OWN = Stream.of(
                    "GatewayServerMvcAutoConfiguration",
                    "filter.FilterAutoConfiguration",
                    "handler.HandlerFunctionAutoConfiguration",
                    "handler.GatewayMultipartAutoConfiguration",
                    "predicate.PredicateAutoConfiguration",
                    "config.DefaultFunctionConfiguration")
            .map(name -> "org.springframework.cloud.gateway.server.mvc." + name)
            .collect(Collectors.joining(","));

    private ServiceProperties() {}

    /** Those that others call come before those that call them. */
    static List<PlatformService> startOrder() {
        return List.of(
                PlatformService.DATASET,
                PlatformService.TRAINER,
                PlatformService.ROLLOUT,
                PlatformService.FEEDBACK,
                PlatformService.GATEWAY);
    }

    /** What all of them are told. */
    static Map<String, String> common(DataFolder data, Secrets secrets, Database database, Ports ports)
            throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("spring.datasource.url", database.url());
        all.put("spring.datasource.username", database.user());
        all.put("spring.datasource.password", database.password());
        all.put("spring.datasource.hikari.maximum-pool-size", "6");
        all.put("spring.datasource.hikari.minimum-idle", "1");
        all.put("opadpo.security.bootstrap-key", secrets.get(BOOTSTRAP_KEY));
        all.put("opadpo.security.service-key", secrets.get(SERVICE_KEY));
        all.put("opadpo.blobs.folder", data.blobs().toString());
        for (PlatformService service : PlatformService.values()) {
            all.put(
                    "opadpo.services." + service.serviceName(),
                    "http://" + PlatformSettings.LOOPBACK + ":" + ports.of(service));
        }
        // A quick start that was killed goes on half a minute after it is started again, not two minutes.
        all.put("opadpo.jobs.lease", "30s");
        all.put("opadpo.jobs.reap-interval", "5s");
        all.put("server.tomcat.threads.max", "50");
        // The screen belongs to the user.
        all.put("logging.file.name", data.log().toString());
        all.put("logging.threshold.console", "off");
        // There is one log, and its settings know one name: that of the service which started last.
        all.put("logging.include-application-name", "false");
        return all;
    }

    /** What this one is told. */
    static Map<String, String> of(
            PlatformService service,
            Map<String, String> common,
            DataFolder data,
            LabFolder lab,
            Ports ports,
            CorrectorEndpoint corrector,
            PlatformSettings settings) {
        Map<String, String> all = new LinkedHashMap<>(common);
        all.put("spring.config.location", service.settings());
        all.put("server.port", Integer.toString(ports.of(service)));
        all.put("server.address", PlatformSettings.LOOPBACK);
        if (service != PlatformService.GATEWAY) {
            all.put("spring.autoconfigure.exclude", GATEWAYS_OWN);
            all.put("springdoc.swagger-ui.enabled", "false");
        }
        switch (service) {
            case GATEWAY -> all.put("server.address", settings.address());
            case FEEDBACK -> all.putAll(corrector.properties());
            case TRAINER -> {
                String model = "opadpo.trainer.models." + LabModel.NAME;
                all.put(model + ".folder", lab.model().toString());
                all.put(model + ".device", "cpu");
                OwnModel own = settings.model();
                if (own == null) {
                    all.put("opadpo.trainer.devices", "cpu");
                } else {
                    all.put(
                            "opadpo.trainer.models[" + own.name() + "].folder",
                            own.folder().toString());
                }
                all.putAll(lab.benchmarks());
                all.put("opadpo.trainer.work", data.trainer().toString());
            }
            case DATASET ->
                all.put("opadpo.dataset.prompts.import-root", data.imports().toString());
            case ROLLOUT -> {}
        }
        all.putAll(examples(settings));
        all.putAll(settings.properties());
        return all;
    }

    /**
     * Example bodies that fit the lab's small model. They work as they stand where only this machine can read them: what
     * they name then, the first user's newest jobs have made, and the description of the API is open to all.
     */
    static Map<String, String> examples(PlatformSettings settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("opadpo.examples.model", LabModel.NAME);
        all.put(
                "opadpo.examples.bodies.PipelineRequest",
                PipelineSettings.scenes(settings.size(), settings.seeds().get(0))
                        .stages()
                        .toString());
        if (settings.local()) {
            all.put("opadpo.examples.owner", "default");
            all.put("springdoc.cache.disabled", "true");
        }
        return all;
    }
}
