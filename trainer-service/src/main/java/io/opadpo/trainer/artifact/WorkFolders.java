package io.opadpo.trainer.artifact;

import io.opadpo.blobs.BlobKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** This service's folders on disk. */
@Component
public final class WorkFolders {

    private final Path root;

    WorkFolders(WorkProperties properties) {
        this.root = properties.work().toAbsolutePath().normalize();
    }

    /** A job's folder, there or not. */
    public Path of(UUID job) {
        return root.resolve(job.toString());
    }

    /**
     * Makes a job's folder and keeps other processes out of it until closed.
     *
     * @param whileWaiting called a few times a second as long as another process holds it; may throw to give up
     */
    public HeldFolder hold(UUID job, Runnable whileWaiting) throws IOException, InterruptedException {
        return HeldFolder.hold(Files.createDirectories(of(job)), whileWaiting);
    }

    /** Where the copy of a stored folder lies. */
    Path copyOf(BlobKey stored) {
        return root.resolve("stored").resolve(stored.value());
    }
}
