package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of a checkpoint: {@code step-000123}, or {@code step-000123-2} if the step was saved again. A new one never
 * takes the place of another, since no file system swaps two folders at once; the older is deleted afterwards.
 */
record StepFolder(Path path, long step, int edition) implements Comparable<StepFolder> {

    private static final Pattern NAME = Pattern.compile("step-(\\d{6,18})(?:-(\\d{1,9}))?");
    private static final Pattern LEFTOVER = Pattern.compile("\\.step-.*\\.(draft|deleted)");

    private static StepFolder of(Path root, long step, int edition) {
        String name = String.format(Locale.ROOT, "step-%06d", step);
        return new StepFolder(root.resolve(edition == 1 ? name : name + "-" + edition), step, edition);
    }

    /** The folder a new checkpoint gets, beside those there are. */
    static StepFolder next(Path root, long step) throws IOException {
        int latest = list(root).stream()
                .filter(folder -> folder.step == step)
                .mapToInt(StepFolder::edition)
                .max()
                .orElse(0);
        return of(root, step, latest + 1);
    }

    /** All checkpoints in a folder, damaged or not, oldest first. */
    static List<StepFolder> list(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        return FileTree.children(root).stream()
                .flatMap(child -> parse(root, child).stream())
                .sorted()
                .toList();
    }

    /** Drafts and deletions that a crash left unfinished. */
    static List<Path> leftovers(Path root) throws IOException {
        return FileTree.children(root).stream()
                .filter(child ->
                        LEFTOVER.matcher(child.getFileName().toString()).matches())
                .toList();
    }

    /** Where this checkpoint is put together. */
    Path draft() {
        return hidden("draft");
    }

    /** Where this checkpoint waits for its deletion. */
    Path deleted() {
        return hidden("deleted");
    }

    private Path hidden(String purpose) {
        return path.resolveSibling("." + path.getFileName() + "." + UUID.randomUUID() + "." + purpose);
    }

    private static Optional<StepFolder> parse(Path root, Path child) {
        Matcher name = NAME.matcher(child.getFileName().toString());
        if (!name.matches() || !Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
            return Optional.empty();
        }
        int edition = name.group(2) == null ? 1 : Integer.parseInt(name.group(2));
        StepFolder folder = of(root, Long.parseLong(name.group(1)), edition);
        // Only the spelling this class writes, lest two names mean one checkpoint.
        return folder.path.equals(child) ? Optional.of(folder) : Optional.empty();
    }

    @Override
    public int compareTo(StepFolder other) {
        return Comparator.comparingLong(StepFolder::step)
                .thenComparingInt(StepFolder::edition)
                .compare(this, other);
    }
}
