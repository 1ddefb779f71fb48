package io.opadpo.dataset.build;

import io.opadpo.dataset.arrow.ArrowRows;
import io.opadpo.dataset.build.Filters.Outcome;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.image.Pictures;
import io.opadpo.dataset.parquet.ParquetRows;
import io.opadpo.dataset.source.ImportFiles;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.dataset.source.Manifests;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.JsonArray;
import io.opadpo.dataset.table.Rows;
import io.opadpo.dataset.table.TableException;
import io.opadpo.dataset.version.Origin;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobHandler;
import io.opadpo.jobs.worker.JobOutcome;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a data set of what the method's published code has left: rollout files, or folders of {@code save_to_disk}. The
 * same filters and checks apply as to corrections. A run begins anew,
 * with the files as they were when the first one began; images that are kept already cost it nothing.
 */
@Component
final class DatasetImportJob implements JobHandler {

    static final String KIND = "dataset-import";

    private static final Set<String> EXTENSIONS = Set.of("arrow", "json", "parquet");
    /** What {@code save_to_disk} writes beside its data. */
    private static final Set<String> NO_DATA = Set.of("state.json", "dataset_info.json", "dataset_dict.json");

    private static final int BATCH = 100;

    private final ImportFiles files;
    private final Manifests manifests;
    private final Images images;
    private final Pictures pictures;
    private final DatasetMaker maker;
    private final Parameters parameters;
    private final JsonMapper json;

    DatasetImportJob(
            ImportFiles files,
            Manifests manifests,
            Images images,
            Pictures pictures,
            DatasetMaker maker,
            Parameters parameters,
            JsonMapper json) {
        this.files = files;
        this.manifests = manifests;
        this.images = images;
        this.pictures = pictures;
        this.maker = maker;
        this.parameters = parameters;
        this.json = json;
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public JobOutcome run(JobRun run) throws JobException, IOException {
        DatasetImportRequest request = parameters.of(run, DatasetImportRequest.class);
        Checks checks = new Checks(run.job().owner(), request.maxWordsOrDefault(), pictures);
        JobOutcome outcome = maker.make(run, request, checks, made -> {
            Manifest manifest = manifests.of(run, request.source(), EXTENSIONS);
            for (Manifest.File file : manifest.files()) {
                if (!NO_DATA.contains(file.name().substring(file.name().lastIndexOf('/') + 1))) {
                    read(run, request, file, files.fetch(run, manifest, file), made);
                }
            }
            return new Origin(null, json.writeValueAsString(manifest));
        });
        manifests.discard(run.job().id());
        files.discard(run.job().id());
        return outcome;
    }

    private void read(JobRun run, DatasetImportRequest request, Manifest.File file, Path path, BuildFiles made)
            throws IOException {
        try (Rows rows = open(path)) {
            while (rows.next()) {
                add(run.job().owner(), request, rows, file.name() + "#" + rows.row(), made);
                if (made.counter().answers() % BATCH == 0) {
                    run.progress(
                            new Progress(made.counter().answers(), null, "answers", null, "reading " + file.name()));
                    run.checkpoint();
                }
            }
        } catch (TableException e) {
            made.add(new Drop(file.name(), DropReason.UNREADABLE, Drop.abridged(String.valueOf(e.getMessage()))));
        }
    }

    private void add(String owner, DatasetImportRequest request, Rows rows, String id, BuildFiles made)
            throws IOException {
        try {
            ReferenceRow row = ReferenceRow.of(rows, id, request);
            Correction correction =
                    row.correction().withImage(images.inspect(row.image()).sha256());
            Set<String> known = Set.of(String.valueOf(correction.image()));
            Outcome outcome = row.supervised()
                    ? Filters.applyWithoutReport(correction, known, request.split())
                    : Filters.apply(correction, known, request.split());
            if (outcome.kept() != null) {
                images.store(owner, row.image());
            }
            made.add(correction, outcome);
        } catch (BadRowException | ApiException e) {
            made.add(new Drop(id, DropReason.UNREADABLE, Drop.abridged(String.valueOf(e.getMessage()))));
        }
    }

    private static Rows open(Path path) throws IOException {
        String name = path.toString();
        if (name.endsWith(".arrow")) {
            return ArrowRows.open(path);
        }
        return name.endsWith(".parquet") ? ParquetRows.open(path) : JsonArray.open(path);
    }
}
