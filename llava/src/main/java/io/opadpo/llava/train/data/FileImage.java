package io.opadpo.llava.train.data;

import io.opadpo.llava.image.ImageLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** An image file that cannot lie outside its root, not even by a symbolic link. */
record FileImage(Path root, Path file) implements ImageSource {

    static FileImage of(Path root, String relative) {
        Path folder = root.toAbsolutePath().normalize();
        try {
            Path file = folder.resolve(relative).normalize();
            if (Path.of(relative).isAbsolute() || !file.startsWith(folder) || file.equals(folder)) {
                throw new DataException("image " + Json.abridged(relative) + " is not a path below the image folder");
            }
            return new FileImage(folder, file);
        } catch (InvalidPathException e) {
            throw new DataException("image " + Json.abridged(relative) + " is not a path", e);
        }
    }

    @Override
    public boolean exists() {
        try {
            real();
            return true;
        } catch (IOException | DataException e) {
            return false;
        }
    }

    @Override
    public byte[] bytes() {
        int limit = Math.toIntExact(ImageLimits.DEFAULT.maxBytes());
        try (InputStream in = Files.newInputStream(real())) {
            byte[] bytes = in.readNBytes(limit + 1);
            if (bytes.length > limit) {
                throw new DataException(file + ": larger than the " + limit + " bytes allowed");
            }
            return bytes;
        } catch (IOException e) {
            throw new DataException(file + ": cannot be read (" + e + ")", e);
        }
    }

    private Path real() throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw new DataException(file + ": leads out of the image folder");
        }
        // A pipe or device may never end.
        if (!Files.isRegularFile(real)) {
            throw new DataException(file + ": not a regular file");
        }
        return real;
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
