package io.opadpo.rollout;

import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.chat.ChatModel;
import java.time.Duration;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Who answers a rollout.
 *
 * @param name by which the endpoint is asked
 * @param model what it stands for, as answers tell it
 * @param spaced whether answers begin with the space that parts them from the prompt: vLLM decodes a LLaMA tokenizer's
 *     first word with it. For the trainer-service, which does not, a space would be the policy's own
 * @param brought whether its adapter was laid into the folder that the endpoint's servers share
 */
record Policy(String name, ChatModel model, boolean spaced, boolean brought) {
    /** A file system of several hosts shows new folders to each of them within a minute. */
    private static final Retry UNTIL_SEEN = Retry.backoff(10, Duration.ofMillis(200))
            .maxBackoff(Duration.ofSeconds(15))
            .filter(e -> e instanceof CallException call && call.failure() == CallFailure.MODEL_NOT_FOUND)
            .onRetryExhaustedThrow((spec, signal) -> signal.failure());

    /** An answer to be, of servers that may not see yet what was brought to them. */
    <T> Mono<T> patiently(Mono<T> asked) {
        return brought ? asked.retryWhen(UNTIL_SEEN) : asked;
    }

    /** What the policy said, such that it makes the same tokens again behind the prompt. */
    String answer(String content) {
        return spaced && content.startsWith(" ") ? content.substring(1) : content;
    }
}
