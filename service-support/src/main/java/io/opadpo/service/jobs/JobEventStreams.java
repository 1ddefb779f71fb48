package io.opadpo.service.jobs;

import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.web.WebProperties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * The event streams that are open. A few threads look for news in turn, so a stream costs a connection and no thread. All
 * end before the server stops, which would else wait for them.
 */
class JobEventStreams implements SmartLifecycle {
    private static final int THREADS = 4;

    private final JobStore store;
    private final WebProperties properties;
    private final Set<JobEventStream> open = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService threads =
            Executors.newScheduledThreadPool(THREADS, new CustomizableThreadFactory("job-events-"));
    private volatile boolean running;

    JobEventStreams(JobStore store, WebProperties properties) {
        this.store = store;
        this.properties = properties;
    }

    /** A stream of the job's events after this one. */
    SseEmitter open(Owner owner, UUID job, long after) {
        if (open.size() >= properties.maxStreams()) {
            throw new ApiException(ErrorCode.RATE_LIMITED, "Too many event streams are open here");
        }
        SseEmitter emitter = new SseEmitter(0L);
        JobEventStream stream = new JobEventStream(
                store, owner, job, after, emitter, properties.keepAlive().toNanos());
        open.add(stream);
        emitter.onCompletion(() -> open.remove(stream));
        schedule(stream, 0);
        return emitter;
    }

    /** How many clients follow a job now. */
    int count() {
        return open.size();
    }

    private void schedule(JobEventStream stream, long delay) {
        try {
            threads.schedule(() -> advance(stream), delay, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException e) {
            stream.emitter().complete();
        }
    }

    private void advance(JobEventStream stream) {
        if (!open.contains(stream)) {
            return;
        }
        if (stream.advance()) {
            schedule(stream, properties.eventPoll().toNanos());
        } else {
            open.remove(stream);
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
        open.forEach(stream -> stream.emitter().complete());
        open.clear();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
