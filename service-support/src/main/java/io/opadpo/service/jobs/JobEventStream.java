package io.opadpo.service.jobs;

import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** One client that follows one job. */
final class JobEventStream {
    private static final Logger log = LoggerFactory.getLogger(JobEventStream.class);
    private static final int BATCH = 500;

    private final JobStore store;
    private final Owner owner;
    private final UUID job;
    private final SseEmitter emitter;
    private final long keepAliveNanos;
    private long after;
    private long lastSent = System.nanoTime();

    JobEventStream(JobStore store, Owner owner, UUID job, long after, SseEmitter emitter, long keepAliveNanos) {
        this.store = store;
        this.owner = owner;
        this.job = job;
        this.after = after;
        this.emitter = emitter;
        this.keepAliveNanos = keepAliveNanos;
    }

    SseEmitter emitter() {
        return emitter;
    }

    /** Sends what is new. Returns whether there may be more. */
    boolean advance() {
        try {
            // The job first: if it had ended before, all its events are in the table.
            boolean ended =
                    store.find(owner, job).map(found -> found.state().isFinal()).orElse(true);
            List<JobEvent> events = store.events(owner, job, after, BATCH);
            for (JobEvent event : events) {
                send(event);
            }
            if (ended ? events.size() < BATCH : endsWithFinal(events)) {
                emitter.complete();
                return false;
            }
            if (events.isEmpty()) {
                keepAlive();
            }
            return true;
        } catch (IOException | IllegalStateException e) {
            log.debug("A client that followed job {} is gone", job);
            return false;
        } catch (RuntimeException e) {
            // The client comes back with Last-Event-ID.
            log.warn("Stream of job {} breaks off", job, e);
            emitter.complete();
            return false;
        }
    }

    private void send(JobEvent event) throws IOException {
        emitter.send(SseEmitter.event()
                .id(Long.toString(event.seq()))
                .name(event.type())
                .data(event, MediaType.APPLICATION_JSON));
        after = event.seq();
        lastSent = System.nanoTime();
    }

    private void keepAlive() throws IOException {
        if (System.nanoTime() - lastSent >= keepAliveNanos) {
            emitter.send(SseEmitter.event().comment(""));
            lastSent = System.nanoTime();
        }
    }

    private static boolean endsWithFinal(List<JobEvent> events) {
        if (events.isEmpty()) {
            return false;
        }
        String state = events.get(events.size() - 1).data().path("state").asString("");
        for (JobState known : JobState.values()) {
            if (known.name().equals(state)) {
                return known.isFinal();
            }
        }
        return false;
    }
}
