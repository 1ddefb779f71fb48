package io.opadpo.quickstart;

import io.opadpo.dataset.DatasetServiceApplication;
import io.opadpo.feedback.FeedbackService;
import io.opadpo.gateway.Gateway;
import io.opadpo.rollout.RolloutService;
import io.opadpo.trainer.TrainerApplication;
import java.net.URL;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.boot.SpringApplication;

/** A service of the platform, in the order of their usual ports. */
enum PlatformService {
    GATEWAY(Gateway.class, Gateway::application),
    ROLLOUT(RolloutService.class, RolloutService::application),
    FEEDBACK(FeedbackService.class, FeedbackService::application),
    DATASET(DatasetServiceApplication.class, DatasetServiceApplication::application),
    TRAINER(TrainerApplication.class, TrainerApplication::application);

    private final Class<?> main;
    private final Supplier<SpringApplication> application;

    PlatformService(Class<?> main, Supplier<SpringApplication> application) {
        this.main = main;
        this.application = application;
    }

    /** As {@code opadpo.services} and {@code spring.application.name} have it. */
    String serviceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    SpringApplication application() {
        return application.get();
    }

    /**
     * Address of the service's own {@code application.yml}: on one class path there are several, and by name only the
     * first would be found.
     */
    String settings() {
        String file = main.getName().replace('.', '/') + ".class";
        URL found = Objects.requireNonNull(main.getResource("/" + file), file);
        String address = found.toString();
        return address.substring(0, address.length() - file.length()) + "application.yml";
    }
}
