package io.opadpo.quickstart.system;

import io.opadpo.dataset.DatasetServiceApplication;
import io.opadpo.feedback.FeedbackService;
import io.opadpo.gateway.Gateway;
import io.opadpo.quickstart.Quickstart;
import io.opadpo.rollout.RolloutService;
import io.opadpo.trainer.TrainerApplication;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A service, as it runs in a process of its own. */
enum Service {
    GATEWAY(Gateway.class),
    ROLLOUT(RolloutService.class),
    FEEDBACK(FeedbackService.class),
    DATASET(DatasetServiceApplication.class),
    TRAINER(TrainerApplication.class);

    private final Class<?> main;

    Service(Class<?> main) {
        this.main = main;
    }

    /** As addresses in {@code opadpo.services} have it. */
    String serviceName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String mainClass() {
        return main.getName();
    }

    /**
     * The tests' class path without what only the other services have: each has an {@code application.yml}, and the
     * gateway's library would set itself up in all of them.
     */
    String classPath() {
        List<Path> others = Stream.concat(
                        Arrays.stream(values())
                                .filter(service -> service != this)
                                .map(service -> home(service.main)),
                        Stream.of(home(Quickstart.class), home(Service.class)))
                .toList();
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !others.contains(Path.of(entry)))
                .filter(entry -> this == GATEWAY || !entry.contains("spring-cloud"))
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
