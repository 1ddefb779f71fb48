package io.opadpo.feedback.batch;

import io.opadpo.chat.work.ItemFailure;
import io.opadpo.chat.work.Waiting;
import io.opadpo.feedback.calls.BatchCalls;
import io.opadpo.feedback.calls.OutOfMoney;
import io.opadpo.feedback.calls.Replies;
import io.opadpo.feedback.judge.Question;
import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Makes files of the questions that need an answer, and uploads them, once through all questions. */
final class BatchMaker {
    private static final int MOST_TRIES = 2;
    private static final int PAGE = 200;
    private static final OutOfMoney NOBODY = new OutOfMoney() {
        @Override
        public void budget() {}

        @Override
        public void day(Collection<String> endpoints) {}
    };

    private final BatchJob job;
    private final BatchTable table;
    private final BatchCalls calls;
    private final Replies replies;
    private final Questions questions;
    private final Map<String, String> unanswered;
    private final Deque<Question> waiting = new ArrayDeque<>();

    /** How it went. */
    enum Made {
        UPLOADED,
        NO_MONEY,
        NO_MORE
    }

    /** @param unanswered gets the items that are not asked about again, with the reason */
    BatchMaker(
            BatchJob job,
            BatchTable table,
            BatchCalls calls,
            Replies replies,
            Questions questions,
            Map<String, String> unanswered) {
        this.job = job;
        this.table = table;
        this.calls = calls;
        this.replies = replies;
        this.questions = questions;
        this.unanswered = unanswered;
    }

    /**
     * Makes one batch of the next questions.
     *
     * @param alone whether no other is under way, whose end might bring money back
     */
    Made next(boolean alone) throws JobException, InterruptedException, IOException {
        if (peek() == null) {
            return Made.NO_MORE;
        }
        UUID batch = table.add(job.run().claim(), job.judge().endpoint(), job.round());
        try (InputFile file = new InputFile(batch, job.run().claim(), job.judge(), calls, job.settings())) {
            fill(file, alone ? job.outOfMoney() : NOBODY);
            if (file.isEmpty()) {
                table.remove(batch);
                return peek() == null ? Made.NO_MORE : Made.NO_MONEY;
            }
            Path path = file.finished();
            String uploaded = Waiting.await(job.run(), job.client().upload(path), "the upload of batch " + batch);
            table.uploaded(job.run().claim(), batch, uploaded);
            return Made.UPLOADED;
        }
    }

    private void fill(InputFile file, OutOfMoney outOfMoney) throws JobException, InterruptedException, IOException {
        for (Question question = peek(); question != null && !file.full(); question = peek()) {
            String image = image(question);
            if (image == null) {
                unanswered.put(question.item(), "its image could not be read");
            } else if (!file.add(question, image, file.isEmpty() ? outOfMoney : NOBODY)) {
                return;
            }
            waiting.remove();
        }
    }

    /** Null if there is no such image; the sample is at fault for nothing else. */
    private @Nullable String image(Question question) throws JobException, InterruptedException {
        Mono<Optional<String>> image = questions
                .image(question.image())
                .map(Optional::of)
                .onErrorResume(ItemFailure.class, e -> Mono.just(Optional.empty()));
        return Waiting.await(job.run(), image, "image " + question.image()).orElse(null);
    }

    /** The next question that needs an answer; stays until it is in a file. */
    private @Nullable Question peek() throws JobException, InterruptedException {
        boolean more = true;
        while (waiting.isEmpty() && more) {
            more = page();
        }
        return waiting.peek();
    }

    /** Looks through some more questions, with few queries for all of them; whether there were any. */
    private boolean page() throws JobException, InterruptedException {
        Map<String, Question> page = new LinkedHashMap<>();
        Question question = questions.next();
        while (question != null) {
            job.run().checkpoint();
            page.put(question.item(), question);
            question = page.size() < PAGE ? questions.next() : null;
        }
        Map<String, String> keys = new HashMap<>();
        page.forEach((item, asked) -> keys.put(item, Replies.key(job.judge(), asked)));
        Set<String> known = replies.known(job.id(), job.owner(), keys.values(), job.reuse());
        page.keySet().removeIf(item -> known.contains(keys.get(item)));
        calls.tries(job.id(), page.keySet(), job.round()).forEach((item, tries) -> {
            if (tries.times() >= MOST_TRIES) {
                unanswered.put(item, tries.problem() == null ? "it is in no output file" : tries.problem());
            }
            if (tries.times() >= MOST_TRIES || tries.underWay()) {
                page.remove(item);
            }
        });
        waiting.addAll(page.values());
        return !keys.isEmpty();
    }
}
