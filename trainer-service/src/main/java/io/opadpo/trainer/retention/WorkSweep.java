package io.opadpo.trainer.retention;

import io.opadpo.blobs.BlobKey;
import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobState;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.service.retention.Sweep;
import io.opadpo.trainer.artifact.HeldFolder;
import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.retention.StoredThings.Rows;
import io.opadpo.trainer.training.JobFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

/**
 * Clears this disk: folders of jobs that ended long ago or are gone, and copies of adapters and models that were deleted.
 * Of a training that has succeeded, the metrics and the list of dropped samples stay as long as its job.
 */
@Component
class WorkSweep implements Sweep {

    private final WorkFolders work;
    private final JobStore jobs;
    private final List<Rows> stored;
    private final Clock clock;
    private final @Nullable Duration age;

    WorkSweep(WorkFolders work, JobStore jobs, List<Rows> stored, Clock clock, WorkRetention retention) {
        this.work = work;
        this.jobs = jobs;
        this.stored = stored;
        this.clock = clock;
        this.age = retention.work();
    }

    @Override
    public String name() {
        return "work folders";
    }

    /** Each process has a disk of its own, or shares one whose folders are locked. */
    @Override
    public boolean shared() {
        return false;
    }

    @Override
    public long sweep() {
        if (age == null) {
            return 0;
        }
        Instant before = clock.instant().minus(age);
        long removed = 0;
        try {
            for (UUID job : work.jobs()) {
                removed += clear(job, before) ? 1 : 0;
            }
            for (BlobKey copy : work.copies()) {
                if (stored.stream()
                        .allMatch(rows -> rows.referenced(Set.of(copy)).isEmpty())) {
                    work.deleteCopy(copy);
                    removed++;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return removed;
    }

    private boolean clear(UUID id, Instant before) throws IOException {
        Path folder = work.of(id);
        Optional<Job> job = jobs.find(Owner.ANY, id);
        if (!(job.isPresent() ? endedBefore(job.get(), before) : touchedBefore(folder, before))) {
            return false;
        }
        Optional<HeldFolder> held = work.holdIfFree(id);
        if (held.isEmpty()) {
            return false;
        }
        try (HeldFolder mine = held.get()) {
            // Read again, as it may have been requeued; from now on its next run waits for the folder.
            Optional<Job> now = jobs.find(Owner.ANY, id);
            if (now.isEmpty()) {
                return FileSystemUtils.deleteRecursively(mine.path());
            }
            if (!endedBefore(now.get(), before)) {
                return false;
            }
            return now.get().state() == JobState.SUCCEEDED ? JobFolder.keepRecords(mine.path()) : mine.clear();
        }
    }

    private static boolean endedBefore(Job job, Instant before) {
        Instant finished = job.timeline().finished();
        return finished != null && finished.isBefore(before);
    }

    private static boolean touchedBefore(Path folder, Instant before) throws IOException {
        return Files.getLastModifiedTime(folder).toInstant().isBefore(before);
    }
}
