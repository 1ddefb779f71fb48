package io.opadpo.service.jobs;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobEvent;
import io.opadpo.jobs.JobStore;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.security.Caller;
import io.opadpo.service.web.Paging;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** What happened to jobs, as a list and as it happens. */
@RestController
@Tag(name = "Jobs")
class JobEventsController {
    private final JobStore store;
    private final JobAccess access;
    private final JobEventStreams streams;

    JobEventsController(JobStore store, JobAccess access, JobEventStreams streams) {
        this.store = store;
        this.access = access;
        this.streams = streams;
    }

    /**
     * Events of a job.
     *
     * @param items in order
     * @param next the {@code after} that goes on from here; the same again if nothing has happened
     */
    record Events(List<JobEvent> items, long next) {}

    @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "A job's events",
            description = "As a list, or with `Accept: text/event-stream` as they happen. The stream goes on after"
                    + " `Last-Event-ID` and ends after the job's final event.")
    Events events(
            Caller caller,
            @PathVariable UUID id,
            @Parameter(description = "Only events after this `seq`") @RequestParam(defaultValue = "0") @Min(0)
                    long after,
            @RequestParam(defaultValue = "" + Paging.DEFAULT_LIMIT) @Min(1) @Max(Paging.MAX_LIMIT) int limit) {
        access.get(caller, id);
        List<JobEvent> events = store.events(caller.asOwner(), id, after, limit);
        return new Events(
                events, events.isEmpty() ? after : events.get(events.size() - 1).seq());
    }

    @GetMapping(path = "/v1/jobs/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(summary = "A job's events")
    @ApiResponse(
            responseCode = "200",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    SseEmitter stream(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") @Min(0) long after,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        Job job = access.get(caller, id);
        return streams.open(caller.asOwner(), job.id(), lastEventId == null ? after : seq(lastEventId));
    }

    private static long seq(String lastEventId) {
        try {
            return Long.parseUnsignedLong(lastEventId.strip());
        } catch (NumberFormatException e) {
            throw ApiException.invalid("Last-Event-ID", "not the id of an event");
        }
    }
}
