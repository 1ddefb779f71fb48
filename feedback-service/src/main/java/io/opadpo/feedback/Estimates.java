package io.opadpo.feedback;

import io.opadpo.chat.ChatMessage;
import io.opadpo.chat.Usage;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.feedback.judge.Answer;
import io.opadpo.feedback.judge.Corrector;
import io.opadpo.feedback.judge.CorrectorPrompt;
import io.opadpo.feedback.judge.Judge;
import io.opadpo.feedback.judge.Judgement;
import io.opadpo.feedback.judge.Price;
import io.opadpo.feedback.judge.Question;
import io.opadpo.feedback.judge.TokenEstimate;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.service.clients.ServiceClients;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Tells what jobs would cost, by the first answers of their rollouts and the price of the dearest judge. */
@Component
final class Estimates {
    private static final int SAMPLE = 1000;

    /** A report copies the answer, rewrites it, and says why. */
    private static final int TIMES_THE_ANSWER = 3;

    private static final int WORDS_AROUND = 200;

    private final FeedbackProperties properties;
    private final ServiceClients services;
    private final JobStore store;
    private final Replies replies;

    Estimates(FeedbackProperties properties, ServiceClients services, JobStore store, Replies replies) {
        this.properties = properties;
        this.services = services;
        this.store = store;
        this.replies = replies;
    }

    Estimate of(String owner, FeedbackRequest request, List<Judge> judges) {
        long answers = store.itemCounts(Owner.of(owner), request.rolloutJob()).getOrDefault(ItemState.DONE, 0L);
        Sum sum = new Sum(request, judges);
        try (Stream<Answer> all = services.of("rollout", owner)
                .items(Answer.class, "/v1/rollouts/{job}/answers?limit=200", request.rolloutJob())) {
            all.limit(SAMPLE).forEach(sum::add);
        }
        return sum.estimate(owner, answers);
    }

    private final class Sum {
        private final FeedbackRequest request;
        private final List<Judge> judges;
        private final Corrector corrector;
        private final List<String> keys = new ArrayList<>();
        private long seen;
        private long prompt;
        private long longestPrompt;
        private long completion;

        Sum(FeedbackRequest request, List<Judge> judges) {
            this.request = request;
            this.judges = judges;
            CorrectorPrompt prompts = CorrectorPrompt.of(request.prompt(), properties.prompt());
            this.corrector = new Corrector(question -> Mono.<Judgement>never(), prompts, request.maxTokens());
        }

        void add(Answer answer) {
            Question question = corrector.question(answer, String.valueOf(answer.image()));
            List<ChatMessage> messages = question.messages().apply("");
            int image = judges.get(0).settings().price().imageTokens();
            long written = TIMES_THE_ANSWER * TokenEstimate.likely(answer.answer()) + WORDS_AROUND;
            seen++;
            prompt += TokenEstimate.likely(messages, image);
            longestPrompt += TokenEstimate.most(messages, image);
            completion += Math.min(request.maxTokens(), written);
            judges.forEach(judge -> keys.add(Replies.key(judge, question)));
        }

        Estimate estimate(String owner, long answers) {
            long found = request.reuse() && seen > 0 ? Math.min(seen, replies.count(owner, keys)) : 0;
            long calls = scaled(seen - found, answers);
            Usage likely = new Usage(scaled(prompt, calls), scaled(completion, calls));
            long longest = calls * request.maxTokens();
            Usage first = new Usage(scaled(longestPrompt, calls), longest);
            // The second prompt holds the first reply.
            Usage second = new Usage(first.promptTokens() + longest, longest);
            return new Estimate(
                    judges.stream().map(Judge::endpoint).toList(),
                    answers,
                    answers - calls,
                    calls,
                    2 * calls,
                    likely.promptTokens(),
                    likely.completionTokens(),
                    dearest(likely, Usage.NONE, request.mode() == Mode.BATCH),
                    dearest(first, second, request.mode() == Mode.BATCH && !request.batchFallback()),
                    judges.stream().allMatch(judge -> judge.settings().price().known()));
        }

        /** Of the answers seen, for so many. */
        private long scaled(long amount, long count) {
            return seen == 0 ? 0 : Math.round((double) amount * count / seen);
        }

        /** Only first calls go into batches. */
        private BigDecimal dearest(Usage first, Usage second, boolean batch) {
            return judges.stream()
                    .map(judge -> judge.settings().price())
                    .map((Price price) -> price.of(first)
                            .multiply(batch ? price.batch() : BigDecimal.ONE)
                            .add(price.of(second)))
                    .max(BigDecimal::compareTo)
                    .orElse(BigDecimal.ZERO)
                    .setScale(4, RoundingMode.UP);
        }
    }
}
