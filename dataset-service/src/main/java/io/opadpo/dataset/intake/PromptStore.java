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
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
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

    void fill(JobRun run, Manifest manifest, UUID[] ids, PromptRowReader reader) throws JobException, IOException {
        long done = 0;
        for (int i = 0; i < manifest.files().size(); i++) {
            TreeMap<Long, Place> places = table.missing(run.job().id(), i, ids);
            if (!places.isEmpty()) {
                Manifest.File file = manifest.files().get(i);
                done = fill(run, file, files.fetch(run, manifest, file), places, ids, reader, done);
            }
        }
    }

    private long fill(
            JobRun run,
            Manifest.File file,
            Path path,
            TreeMap<Long, Place> places,
            UUID[] ids,
            PromptRowReader reader,
            long before)
            throws JobException, IOException {
        TreeMap<Integer, SortedMap<Long, Prompt>> batches = new TreeMap<>();
        long done = before;
        try (Rows rows = OpenFile.of(path)) {
            while (rows.row() < places.lastKey() && rows.next()) {
                Place place = places.get(rows.row());
                if (place == null) {
                    continue;
                }
                batches.computeIfAbsent(place.subset(), set -> new TreeMap<>())
                        .put(place.position(), prompt(run, file, path, reader, rows, place));
                if (++done % BATCH == 0) {
                    flush(batches, ids);
                    run.progress(new Progress(done, null, "prompts", null, "storing those of " + file.name()));
                    run.checkpoint();
                }
            }
        }
        flush(batches, ids);
        return done;
    }

    private Prompt prompt(JobRun run, Manifest.File file, Path path, PromptRowReader reader, Rows rows, Place place)
            throws JobException, IOException {
        try {
            PromptRow row = reader.read(rows, file, path);
            String image = images.store(run.job().owner(), row.image()).sha256();
            if (row.id().equals(place.id()) && image.equals(place.image())) {
                return new Prompt(row.id(), image, row.question(), row.standard());
            }
        } catch (BadRowException e) {
            // It was good before.
        }
        throw new JobException(
                "SOURCE_CHANGED", file.name() + ", row " + rows.row() + " has changed since the import began", false);
    }

    private void flush(TreeMap<Integer, SortedMap<Long, Prompt>> batches, UUID[] ids) {
        batches.forEach((set, batch) -> sets.add(ids[set], batch));
        batches.clear();
    }
}
