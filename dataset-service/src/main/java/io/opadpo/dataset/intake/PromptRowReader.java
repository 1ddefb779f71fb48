package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.DataUrl;
import io.opadpo.dataset.image.ImageRejectedException;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.intake.PromptImportRequest.Columns;
import io.opadpo.dataset.prompt.ImportedPromptSets;
import io.opadpo.dataset.source.ImportRoot;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.JsonLines;
import io.opadpo.dataset.table.Rows;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes prompts from rows as a request says. */
final class PromptRowReader {

    private static final int MAX_STRATUM = 500;
    private static final int MAX_FILE_IN_ID = 150;

    private final String owner;
    private final Columns columns;
    private final @Nullable String stratum;
    private final Images images;
    private final ImportRoot root;

    PromptRowReader(String owner, PromptImportRequest request, Images images, ImportRoot root) {
        this.owner = owner;
        this.columns = request.columnsOrDefault();
        this.stratum = request.stratum();
        this.images = images;
        this.root = root;
    }

    /** @param path of the file on this disk */
    PromptRow read(Rows row, Manifest.File file, Path path) throws BadRowException, IOException {
        String id = first(row, columns.id(), List.of("id"));
        String known = id == null ? idOf(file.name(), row.row()) : id;
        String question = first(row, columns.question(), List.of("question"));
        String standard = first(row, columns.standard(), List.of("standard", "chosen", "standard_response"));
        Optional<String> problem = ImportedPromptSets.problem(known, question, standard);
        if (problem.isPresent()) {
            throw new BadRowException(problem.get());
        }
        String value = stratum == null ? "" : Objects.requireNonNullElse(row.text(stratum), "");
        if (value.length() > MAX_STRATUM || value.indexOf(0) >= 0) {
            throw new BadRowException(stratum + " is too long to stratify by, or holds U+0000");
        }
        return new PromptRow(
                known,
                Objects.requireNonNull(question),
                Objects.requireNonNullElse(standard, ""),
                value,
                image(row, path));
    }

    private static @Nullable String first(Rows row, @Nullable String chosen, List<String> usual)
            throws BadRowException, IOException {
        for (String column : chosen == null ? usual : List.of(chosen)) {
            String text = row.text(column);
            if (text != null) {
                return text;
            }
        }
        return null;
    }

    private static String idOf(String file, long row) {
        return file.substring(Math.max(0, file.length() - MAX_FILE_IN_ID)) + "#" + row;
    }

    private byte[] image(Rows row, Path path) throws BadRowException, IOException {
        String column = Objects.requireNonNullElse(columns.image(), "image");
        byte[] bytes = row.bytes(column + ".bytes");
        if (bytes == null) {
            bytes = row instanceof JsonLines ? named(row.text(column), path) : row.bytes(column);
        }
        if (bytes == null) {
            throw new BadRowException(column + " is missing, or has no bytes");
        }
        return bytes;
    }

    private byte @Nullable [] named(@Nullable String image, Path path) throws BadRowException {
        try {
            if (image == null) {
                return null;
            }
            if (DataUrl.matches(image)) {
                return DataUrl.decode(image);
            }
            if (Images.isName(image) && images.find(owner, image).isPresent()) {
                return images.bytes(owner, image);
            }
            return root.read(path.resolveSibling(image), images.maxBytes());
        } catch (IOException | ImageRejectedException | InvalidPathException e) {
            throw new BadRowException("image: neither a data URL nor an uploaded image nor a file beside this one");
        } catch (ApiException e) {
            throw new BadRowException("image: " + e.getMessage());
        }
    }
}
