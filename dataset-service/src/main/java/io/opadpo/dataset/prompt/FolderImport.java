package io.opadpo.dataset.prompt;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.opadpo.dataset.image.ImageRejectedException;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.source.ImportRoot;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Images of a folder on the server, below {@link ImportRoot}, as prompts. */
@Component
final class FolderImport {

    private static final Pattern IMAGE = Pattern.compile(".+\\.(png|jpe?g|webp)");
    private static final int MAX_STANDARD_BYTES = 4 * PromptRules.MAX_STANDARD;

    private final ImportRoot root;
    private final Images images;

    FolderImport(ImportRoot root, Images images) {
        this.root = root;
        this.images = images;
    }

    /**
     * Hands over the images of a folder, by name: each one's file name is its id, and a text file of the same name its
     * standard answer.
     */
    String read(String owner, NewFolder request, PromptLoad load) throws IOException {
        Path folder = root.resolve("folder", request.folder());
        if (!Files.isDirectory(folder)) {
            throw ApiException.invalid("folder", "no such folder below the import folder");
        }
        for (Path file : imagesIn(folder)) {
            String name = file.getFileName().toString();
            load.add(name, new NewPrompt(name, store(owner, file), request.question(), standard(file)));
        }
        if (load.count() == 0) {
            throw ApiException.invalid("folder", "holds no PNG, JPEG or WebP files");
        }
        return PromptReader.name(request.name());
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

    private String store(String owner, Path file) throws IOException {
        try {
            return images.store(owner, root.read(file, images.maxBytes())).sha256();
        } catch (ImageRejectedException e) {
            throw ApiException.invalid(file.getFileName().toString(), String.valueOf(e.getMessage()));
        }
    }

    private @Nullable String standard(Path image) throws IOException {
        String name = image.getFileName().toString();
        Path text = image.resolveSibling(name.substring(0, name.lastIndexOf('.')) + ".txt");
        return Files.exists(text) ? new String(root.read(text, MAX_STANDARD_BYTES), UTF_8).strip() : null;
    }
}
