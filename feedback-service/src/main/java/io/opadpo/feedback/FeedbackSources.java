package io.opadpo.feedback;

import io.opadpo.chat.images.ImageUrls;
import io.opadpo.chat.work.PagedItems;
import io.opadpo.feedback.judge.Answer;
import io.opadpo.jobs.worker.JobRun;
import java.util.function.Function;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** What jobs read: answers, and the images that they are about. */
@Component
final class FeedbackSources {
    private final FeedbackClients clients;
    private final ImageUrls images;

    FeedbackSources(FeedbackClients clients, FeedbackProperties properties) {
        this.clients = clients;
        this.images = new ImageUrls(properties.imageMemory());
    }

    /** The rollout's answers, from the first one. */
    PagedItems<Answer> answers(JobRun run, FeedbackRequest request) {
        return new PagedItems<>(
                run,
                clients.rollouts(run.job().owner()),
                "/v1/rollouts/{job}/answers",
                request.rolloutJob(),
                Answer.class);
    }

    /** The data URL of an image of this owner by its SHA-256. */
    Function<String, Mono<String>> images(String owner) {
        return sha256 -> images.url(clients.datasets(owner), owner, sha256);
    }
}
