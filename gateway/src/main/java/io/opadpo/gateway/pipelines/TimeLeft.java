package io.opadpo.gateway.pipelines;

import io.opadpo.gateway.pipelines.PipelineView.StageView;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobFilter;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Estimates how long an owner's pipelines still take. Made for one request: it remembers what it has read. */
final class TimeLeft {
    private final JobStore jobs;
    private final Owner owner;
    private final Clock clock;
    private final Map<Stage, Optional<Duration>> usual = new EnumMap<>(Stage.class);

    TimeLeft(JobStore jobs, Owner owner, Clock clock) {
        this.jobs = jobs;
        this.owner = owner;
        this.clock = clock;
    }

    /** The time, or null if a stage gives no clue, or nothing goes on. */
    @Nullable
    Duration of(PipelineState state, List<StageView> stages) {
        if (state == PipelineState.SUCCEEDED) {
            return Duration.ZERO;
        }
        if (state != PipelineState.RUNNING && state != PipelineState.WAITING) {
            return null;
        }
        Duration sum = Duration.ZERO;
        for (StageView stage : stages) {
            Optional<Duration> left = left(stage);
            if (left.isEmpty()) {
                return null;
            }
            sum = sum.plus(left.get());
        }
        return sum;
    }

    private Optional<Duration> left(StageView stage) {
        if (stage.state() == JobState.SUCCEEDED) {
            return Optional.of(Duration.ZERO);
        }
        if (stage.eta() != null) {
            return Optional.of(stage.eta());
        }
        Optional<Duration> whole = usual.computeIfAbsent(stage.stage(), this::lastTook);
        Instant started = stage.started();
        if (stage.state() != JobState.RUNNING || started == null) {
            return whole;
        }
        Duration gone = Duration.between(started, clock.instant());
        return whole.map(time -> time.compareTo(gone) > 0 ? time.minus(gone) : Duration.ZERO);
    }

    private Optional<Duration> lastTook(Stage stage) {
        JobFilter filter = new JobFilter(Set.of(stage.kind()), Set.of(JobState.SUCCEEDED), null);
        return jobs.list(owner, filter, null, 1).items().stream().findFirst().flatMap(TimeLeft::took);
    }

    private static Optional<Duration> took(Job job) {
        Instant started = job.timeline().started();
        Instant finished = job.timeline().finished();
        return started == null || finished == null
                ? Optional.empty()
                : Optional.of(Duration.between(started, finished));
    }
}
