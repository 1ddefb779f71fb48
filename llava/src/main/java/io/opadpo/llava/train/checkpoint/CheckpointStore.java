package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.FileTree;
import io.opadpo.llava.train.telemetry.Objective;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The checkpoints of one training, a folder {@code step-000123} each. A checkpoint is put together in a hidden folder,
 * synced and renamed into place, and deleted the other way round, so that at any instant a process or a machine may stop
 * and every folder with a checkpoint's name is whole. Nothing is taken on trust when it is read: a manifest holds size
 * and SHA-256 of each file, and {@link #latest()} passes over what does not match.
 *
 * <p>To resume: {@link #latest()}, then {@link #rewindTo} the step found (or 0), then train. Any number of readers, but
 * one writer at a time, which the caller sees to.
 */
public final class CheckpointStore {

    private final Path root;
    private final Retention retention;
    private final Disk disk;

    /** Uses a folder, which is made by the first {@link #save}. */
    public CheckpointStore(Path root, Retention retention) {
        this(root, retention, new Disk());
    }

    CheckpointStore(Path root, Retention retention, Disk disk) {
        this.root = root;
        this.retention = retention;
        this.disk = disk;
    }

    /** Writes the files of a checkpoint. */
    @FunctionalInterface
    public interface Content {
        /** Writes plain files, in subfolders if need be; they need no sync. */
        void writeTo(Path folder) throws IOException;
    }

    /**
     * Writes a checkpoint, then deletes those that need not be kept. A step that was saved before is saved anew.
     *
     * @param step optimiser steps done
     * @param metrics by which the best is chosen; those that are not finite are left out
     * @param state small things by name: records, numbers, JSON nodes; {@link Checkpoint#state} gives them back
     * @throws CheckpointException if it cannot be written, or an old one not deleted; what is to be kept is untouched
     * @throws IllegalStateException if there are checkpoints of later steps
     */
    public Checkpoint save(long step, Map<String, Double> metrics, Map<String, ?> state, Content content) {
        if (step < 0) {
            throw new IllegalArgumentException("Steps are counted from 0: " + step);
        }
        try {
            disk.createFolders(root);
            sweep();
            requireNoneAfter(step);
            Checkpoint saved = write(StepFolder.next(root, step), metrics, state, content);
            thinOut(saved);
            return saved;
        } catch (IOException e) {
            throw new CheckpointException(root + ": cannot save step " + step + " (" + e + ")", e);
        }
    }

    /**
     * The newest checkpoint whose every byte is as it was written.
     *
     * @throws CheckpointException if the folder cannot be read, or another version of this program wrote a checkpoint
     */
    public Recovery latest() {
        List<Recovery.Skipped> skipped = new ArrayList<>();
        for (StepFolder folder : newestFirst()) {
            try {
                return new Recovery(Optional.of(Inspection.CONTENT.inspect(folder)), skipped);
            } catch (DamagedException e) {
                skipped.add(new Recovery.Skipped(folder.path(), e.reason()));
            }
        }
        return new Recovery(Optional.empty(), skipped);
    }

    /** All checkpoints that are complete as far as names and sizes tell, oldest first. */
    public List<Checkpoint> list() {
        Map<Long, Checkpoint> lastEdition = new TreeMap<>();
        for (StepFolder folder : folders()) {
            complete(folder).ifPresent(checkpoint -> lastEdition.put(checkpoint.step(), checkpoint));
        }
        return List.copyOf(lastEdition.values());
    }

    /** Of the listed checkpoints the best; the older of two equals. */
    public Optional<Checkpoint> best(Objective objective) {
        return best(list(), objective);
    }

    /** Deletes every checkpoint after a step, damaged ones too: training goes on from there and saves them anew. */
    public void rewindTo(long step) {
        try {
            if (!Files.isDirectory(root)) {
                return;
            }
            sweep();
            for (StepFolder folder : newestFirst()) {
                if (folder.step() > step) {
                    delete(folder);
                }
            }
        } catch (IOException e) {
            throw new CheckpointException(root + ": cannot go back to step " + step + " (" + e + ")", e);
        }
    }

    private Checkpoint write(StepFolder folder, Map<String, Double> metrics, Map<String, ?> state, Content content)
            throws IOException {
        Path draft = folder.draft();
        try {
            disk.createFolders(draft);
            content.writeTo(draft);
            new Draft(draft, disk).seal(folder.step(), metrics, CheckpointJson.MAPPER.valueToTree(state));
            disk.rename(draft, folder.path());
            disk.syncFolder(root);
            return Inspection.SIZES.inspect(folder);
        } catch (DamagedException e) {
            throw new CheckpointException(folder.path() + ": is damaged right after writing: " + e.reason(), e);
        } catch (IOException | RuntimeException e) {
            discard(draft, e);
            throw e;
        }
    }

    /** A full disk is a likely failure, so a failed draft goes at once where that is possible. */
    private void discard(Path draft, Exception failure) {
        try {
            deleteTree(draft);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    private void thinOut(Checkpoint saved) throws IOException {
        List<Checkpoint> all = list();
        Set<Path> kept = new HashSet<>();
        all.stream().skip(Math.max(0, all.size() - retention.last())).forEach(each -> kept.add(each.folder()));
        retention.best().flatMap(objective -> best(all, objective)).ifPresent(best -> kept.add(best.folder()));
        for (StepFolder folder : StepFolder.list(root)) {
            // A damaged checkpoint may hold something worth rescuing, so only a newer edition makes it go.
            if (!kept.contains(folder.path())
                    && (folder.step() == saved.step() || complete(folder).isPresent())) {
                delete(folder);
            }
        }
    }

    private static Optional<Checkpoint> best(List<Checkpoint> checkpoints, Objective objective) {
        return checkpoints.stream()
                .filter(each -> each.metrics().containsKey(objective.metric()))
                .reduce((best, each) ->
                        objective.gain(metric(each, objective), metric(best, objective)) > 0 ? each : best);
    }

    private static double metric(Checkpoint checkpoint, Objective objective) {
        return checkpoint.metrics().getOrDefault(objective.metric(), Double.NaN);
    }

    private static Optional<Checkpoint> complete(StepFolder folder) {
        try {
            return Optional.of(Inspection.SIZES.inspect(folder));
        } catch (DamagedException e) {
            return Optional.empty();
        }
    }

    private List<StepFolder> newestFirst() {
        List<StepFolder> folders = new ArrayList<>(folders());
        Collections.reverse(folders);
        return folders;
    }

    private List<StepFolder> folders() {
        try {
            return StepFolder.list(root);
        } catch (IOException e) {
            throw new CheckpointException(root + ": cannot be listed (" + e + ")", e);
        }
    }

    private void requireNoneAfter(long step) throws IOException {
        for (StepFolder folder : StepFolder.list(root)) {
            if (folder.step() > step) {
                throw new IllegalStateException(
                        folder.path() + " is of a later step than " + step + "; rewind the store before training");
            }
        }
    }

    private void delete(StepFolder folder) throws IOException {
        Path deleted = folder.deleted();
        disk.rename(folder.path(), deleted);
        disk.syncFolder(root);
        deleteTree(deleted);
    }

    private void sweep() throws IOException {
        for (Path leftover : StepFolder.leftovers(root)) {
            deleteTree(leftover);
        }
    }

    private void deleteTree(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        List<Path> paths = new ArrayList<>(FileTree.descendants(folder));
        Collections.reverse(paths);
        for (Path path : paths) {
            disk.delete(path);
        }
        disk.delete(folder);
    }
}
