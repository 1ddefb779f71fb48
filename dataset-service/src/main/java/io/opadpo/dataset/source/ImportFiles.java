package io.opadpo.dataset.source;

import io.opadpo.jobs.Job;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;
import org.springframework.util.FileSystemUtils;

/** The files of imports on this disk, in a folder for each job, until the job has ended. */
@Service
public class ImportFiles {

    private final Sources sources;
    private final Path work;
    private final JobStore jobs;

    ImportFiles(Sources sources, ImportSettings settings, JobStore jobs) {
        this.sources = sources;
        this.work = settings.work();
        this.jobs = jobs;
    }

    /** A file on this disk; one that an earlier run has fetched is there already. */
    public Path fetch(JobRun run, Manifest manifest, Manifest.File file) throws JobException, IOException {
        return sources.fetch(run.job().owner(), manifest, file, folder(run.job().id()), run::checkpoint);
    }

    /** Removes what was fetched for a job. */
    public void discard(UUID job) throws IOException {
        FileSystemUtils.deleteRecursively(folder(job));
    }

    private Path folder(UUID job) {
        return work.resolve(job.toString());
    }

    /** Removes what jobs that were cancelled or have failed have left. */
    @EventListener(ApplicationReadyEvent.class)
    void discardLeftovers() throws IOException {
        if (!Files.isDirectory(work)) {
            return;
        }
        try (Stream<Path> folders = Files.list(work)) {
            List<UUID> left = folders.map(folder -> String.valueOf(folder.getFileName()))
                    .filter(name -> name.matches("[0-9a-f-]{36}"))
                    .map(UUID::fromString)
                    .toList();
            for (UUID job : left) {
                if (isOver(job)) {
                    discard(job);
                }
            }
        }
    }

    /** Whether the job has ended, or there is none. */
    public boolean isOver(UUID job) {
        Optional<Job> found = jobs.find(Owner.ANY, job);
        return found.isEmpty() || found.get().state().isFinal();
    }
}
