package io.opadpo.trainer.artifact;

import io.opadpo.blobs.BlobKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import org.springframework.util.FileSystemUtils;

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

    /** Jobs that have a folder here. */
    public List<UUID> jobs() throws IOException {
        return names(root, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
                .map(UUID::fromString)
                .toList();
    }

    /** Stored folders that have a copy here, by their keys, as in {@code adapters/alice/<id>}. */
    public List<BlobKey> copies() throws IOException {
        List<BlobKey> copies = new ArrayList<>();
        Path stored = root.resolve("stored");
        for (String kind : names(stored, "adapters|models").toList()) {
            for (String owner : names(stored.resolve(kind), "[a-z0-9_-]+").toList()) {
                names(stored.resolve(kind).resolve(owner), "[0-9a-f-]{36}")
                        .forEach(id -> copies.add(BlobKey.of(kind, owner, id)));
            }
        }
        return copies;
    }

    /** Removes the copy of a stored folder. */
    public void deleteCopy(BlobKey stored) throws IOException {
        FileSystemUtils.deleteRecursively(copyOf(stored));
    }

    /** A job's folder, if no process works in it now. */
    public Optional<HeldFolder> holdIfFree(UUID job) throws IOException {
        return HeldFolder.holdIfFree(of(job));
    }

    private static Stream<String> names(Path folder, String pattern) throws IOException {
        if (!Files.isDirectory(folder)) {
            return Stream.empty();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all
                    .map(path -> path.getFileName().toString())
                    .filter(name -> name.matches(pattern))
                    .toList()
                    .stream();
        }
    }

    /** Where the copy of a stored folder lies. */
    Path copyOf(BlobKey stored) {
        return root.resolve("stored").resolve(stored.value());
    }
}
