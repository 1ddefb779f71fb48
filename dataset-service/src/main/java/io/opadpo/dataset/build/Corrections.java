package io.opadpo.dataset.build;

import io.opadpo.service.clients.ServiceClients;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** Corrections as the feedback-service gives them out. */
@Component
final class Corrections {

    private static final int PAGE = 200;

    private final ServiceClients services;

    Corrections(ServiceClients services) {
        this.services = services;
    }

    /**
     * All answers of a feedback job, judged or failed, fetched page by page as the stream is read. Throws {@link
     * io.opadpo.service.clients.RemoteException} while it is read.
     */
    Stream<Correction> of(String owner, UUID feedbackJob) {
        return services.of("feedback", owner)
                .items(Correction.class, "/v1/feedback/{job}/corrections?limit=" + PAGE, feedbackJob);
    }
}
