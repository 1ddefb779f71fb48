package io.opadpo.dataset.source;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The folder of the server below which files may be imported. Nothing is read outside of it, not even through a symbolic
 * link.
 */
public final class ImportRoot {

    private final @Nullable Path root;

    /** @param root null allows none */
    public ImportRoot(@Nullable Path root) {
        this.root = root;
    }

    /** The folder itself; throws {@link ApiException} if there is none. */
    public Path real() throws IOException {
        if (root == null || !Files.isDirectory(root)) {
            throw new ApiException(ErrorCode.UNPROCESSABLE, "No folder is configured from which to import");
        }
        return root.toRealPath();
    }

    /**
     * A file or folder below it.
     *
     * @param field names it in errors
     */
    public Path resolve(String field, String path) throws IOException {
        Path real = real();
        try {
            Path resolved = real.resolve(path).toRealPath();
            if (!Path.of(path).isAbsolute() && resolved.startsWith(real)) {
                return resolved;
            }
        } catch (IOException | InvalidPathException e) {
            // Whether it exists elsewhere is nobody's business: the same answer for all.
        }
        throw ApiException.invalid(field, "no such file or folder below the import folder");
    }

    /**
     * The bytes of a file below it, up to one byte more than the limit, for the caller to notice.
     *
     * @throws ApiException naming the file if it is not a regular one below the root: a pipe or device may never end
     */
    public byte[] read(Path file, int limit) throws IOException {
        Path real = file.toRealPath();
        if (!real.startsWith(real()) || !Files.isRegularFile(real)) {
            throw ApiException.invalid(
                    String.valueOf(file.getFileName()), "not a regular file below the import folder");
        }
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(limit + 1);
        }
    }
}
