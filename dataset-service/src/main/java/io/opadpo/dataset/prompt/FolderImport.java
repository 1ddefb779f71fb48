package io.opadpo.dataset.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opadpo.dataset.image.ImageRejectedException;
import io.opadpo.dataset.image.Images;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Images of a folder on the server as prompts. The folder lies below a configured root, and nothing is read outside of
 * that root, not even through a symbolic link.
 */
@Component
final class FolderImport {

    private static final Pattern IMAGE = Pattern.compile(".+\\.(png|jpe?g|webp)");
    private static final int MAX_STANDARD_BYTES = 4 * PromptRules.MAX_STANDARD;

    private final @Nullable Path root;
    private final Images images;

    FolderImport(PromptSettings settings, Images images) {
        this.root = settings.importRoot();
        this.images = images;
    }

    /**
     * Hands over the images of a folder, by name: each one's file name is its id, and a text file of the same name its
     * standard answer.
     */
    String read(String owner, NewFolder request, PromptLoad load) throws IOException {
        Path real = realRoot();
        Path folder = resolve(real, request.folder());
        for (Path file : imagesIn(folder)) {
            String name = file.getFileName().toString();
            load.add(name, new NewPrompt(name, store(owner, real, file), request.question(), standard(real, file)));
        }
        if (load.count() == 0) {
            throw ApiException.invalid("folder", "holds no PNG, JPEG or WebP files");
        }
        return PromptReader.name(request.name());
    }

    private Path realRoot() throws IOException {
        if (root == null || !Files.isDirectory(root)) {
            throw new ApiException(ErrorCode.UNPROCESSABLE, "No folder is configured from which to import");
        }
        return root.toRealPath();
    }

    private static Path resolve(Path root, String folder) {
        try {
            Path path = root.resolve(folder).toRealPath();
            if (!Path.of(folder).isAbsolute() && path.startsWith(root) && Files.isDirectory(path)) {
                return path;
            }
        } catch (IOException | InvalidPathException e) {
            // Whether it exists elsewhere is nobody's business: the same answer for all.
        }
        throw ApiException.invalid("folder", "no such folder below the import folder");
    }

    private static List<Path> imagesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(
                            file -> IMAGE.matcher(file.getFileName().toString().toLowerCase(Locale.ROOT))
                                    .matches())
                    .sorted()
                    .toList();
        }
    }

    private String store(String owner, Path root, Path file) throws IOException {
        try {
            return images.store(owner, read(root, file, images.maxBytes())).sha256();
        } catch (ImageRejectedException e) {
            throw ApiException.invalid(file.getFileName().toString(), String.valueOf(e.getMessage()));
        }
    }

    private static @Nullable String standard(Path root, Path image) throws IOException {
        String name = image.getFileName().toString();
        Path text = image.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
        return Files.exists(text) ? new String(read(root, text, MAX_STANDARD_BYTES), UTF_8).strip() : null;
    }

    /** Up to one byte more than the limit, for the caller to notice. */
    private static byte[] read(Path root, Path file, int limit) throws IOException {
        Path real = file.toRealPath();
        // A pipe or device may never end.
        if (!real.startsWith(root) || !Files.isRegularFile(real)) {
            throw ApiException.invalid(file.getFileName().toString(), "not a regular file below the import folder");
        }
        try (InputStream in = Files.newInputStream(real)) {
            return in.readNBytes(limit + 1);
        }
    }
}
