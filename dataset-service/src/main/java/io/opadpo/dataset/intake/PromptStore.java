package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.intake.ImportTable.Place;
import io.opadpo.dataset.prompt.ImportedPromptSets;
import io.opadpo.dataset.prompt.Prompt;
import io.opadpo.dataset.source.ImportFiles;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.Rows;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.springframework.stereotype.Component;

/** Stores the images of chosen rows and puts the rows into their sets. What is there already is passed over. */
@Component
final class PromptStore {

    private static final int BATCH = 200;

    private final ImportTable table;
    private final ImportFiles files;
    private final ImportedPromptSets sets;
    private final Images images;

    PromptStore(ImportTable table, ImportFiles files, ImportedPromptSets sets, Images images) {
        this.table = table;
        this.files = files;
        this.sets = sets;
        this.images = images;
    }

    /** A row whose image is being stored. */
    private record Pending(long line, Place place, String question, String standard, CompletableFuture<String> image) {}

    void fill(JobRun run, Manifest manifest, UUID[] ids, PromptRowReader reader) throws JobException, IOException {
        long done = 0;
        try (ImageWriters writers = new ImageWriters(run.job().owner(), images)) {
            for (int i = 0; i < manifest.files().size(); i++) {
                TreeMap<Long, Place> places = table.missing(run.job().id(), i, ids);
                if (!places.isEmpty()) {
                    Manifest.File file = manifest.files().get(i);
                    fill(run, file, files.fetch(run, manifest, file), places, ids, reader, writers);
                    done += places.size();
                    run.progress(new Progress(done, null, "prompts", null, "stored those of " + file.name()));
                }
            }
        }
    }

    private void fill(
            JobRun run,
            Manifest.File file,
            Path path,
            TreeMap<Long, Place> places,
            UUID[] ids,
            PromptRowReader reader,
            ImageWriters writers)
            throws JobException, IOException {
        Deque<Pending> waiting = new ArrayDeque<>();
        try (Rows rows = OpenFile.of(path)) {
            while (rows.row() < places.lastKey() && rows.next()) {
                Place place = places.get(rows.row());
                if (place == null) {
                    continue;
                }
                PromptRow row = read(reader, rows, file, path);
                waiting.add(new Pending(rows.row(), place, row.question(), row.standard(), writers.store(row.image())));
                if (waiting.size() == 2 * BATCH) {
                    add(waiting, file, ids); // The images of the other half are being stored meanwhile.
                    run.checkpoint();
                }
            }
        }
        writers.flush();
        while (!waiting.isEmpty()) {
            add(waiting, file, ids);
        }
    }

    private static PromptRow read(PromptRowReader reader, Rows rows, Manifest.File file, Path path)
            throws JobException, IOException {
        try {
            return reader.read(rows, file, path);
        } catch (BadRowException e) {
            throw changed(file, rows.row());
        }
    }

    /** Puts the first rows that wait into their sets, once their images are stored. */
    private void add(Deque<Pending> waiting, Manifest.File file, UUID[] ids) throws JobException {
        TreeMap<Integer, SortedMap<Long, Prompt>> prompts = new TreeMap<>();
        for (int i = 0; i < BATCH && !waiting.isEmpty(); i++) {
            Pending row = waiting.remove();
            Place place = row.place();
            if (!row.image().join().equals(place.image())) {
                throw changed(file, row.line());
            }
            prompts.computeIfAbsent(place.subset(), set -> new TreeMap<>())
                    .put(place.position(), new Prompt(place.id(), place.image(), row.question(), row.standard()));
        }
        prompts.forEach((set, some) -> sets.add(ids[set], some));
    }

    private static JobException changed(Manifest.File file, long line) {
        return new JobException(
                "SOURCE_CHANGED", file.name() + ", row " + line + " has changed since the import began", false);
    }
}
