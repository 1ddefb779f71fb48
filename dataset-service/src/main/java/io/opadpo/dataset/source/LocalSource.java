package io.opadpo.dataset.source;

import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** A file or folder below the import folder, read where it lies. */
@Component
final class LocalSource implements Source {

    static final String KIND = "path";

    private final ImportRoot root;

    LocalSource(ImportRoot root) {
        this.root = root;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean takes(SourceRequest request) {
        return request.path() != null;
    }

    @Override
    public Manifest list(String owner, SourceRequest request) throws IOException {
        String name = Objects.requireNonNull(request.path());
        Path start = root.resolve("source.path", name);
        Path folder = Files.isDirectory(start) ? start : Objects.requireNonNull(start.getParent());
        try (Stream<Path> files = Files.walk(start)) {
            List<Manifest.File> found = files.filter(Files::isRegularFile)
                    .map(file -> file(root, folder, file))
                    .toList();
            return new Manifest(KIND, name, null, null, found);
        } catch (UncheckedIOException e) {
            throw Objects.requireNonNull(e.getCause());
        }
    }

    private static Manifest.File file(ImportRoot root, Path folder, Path file) {
        try {
            String location = root.real().relativize(file).toString();
            return new Manifest.File(folder.relativize(file).toString(), location, Files.size(file), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException {
        Path path = root.resolve("source.path", file.location());
        if (!Files.isRegularFile(path) || Files.size(path) != file.bytes()) {
            throw new JobException(
                    "SOURCE_CHANGED", "File " + file.name() + " has changed since the import began", false);
        }
        return path;
    }
}
