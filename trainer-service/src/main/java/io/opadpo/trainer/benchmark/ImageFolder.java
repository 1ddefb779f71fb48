package io.opadpo.trainer.benchmark;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** The {@value #NAME} of a benchmark's folder. */
public final class ImageFolder {

    public static final String NAME = "images";

    private final Path folder;

    /** @param benchmark the benchmark's folder */
    public ImageFolder(Path benchmark) {
        this.folder = benchmark.resolve(NAME).toAbsolutePath().normalize();
    }

    /**
     * The picture that a line's {@code image} names.
     *
     * @throws BenchmarkException if there is none of that name in the folder
     */
    public Path find(JsonLine line) {
        String name = line.text("image");
        Path file;
        try {
            file = folder.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw new BenchmarkException(line.where() + ": image is not a file's name", e);
        }
        if (!file.startsWith(folder) || file.equals(folder)) {
            throw new BenchmarkException(line.where() + ": image is not a name within " + NAME + "/");
        }
        if (!Files.isRegularFile(file)) {
            throw new BenchmarkException(line.where() + ": there is no " + NAME + "/" + name);
        }
        return file;
    }
}
