package io.opadpo.dataset.intake;

import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.intake.ImportTable.Line;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.dataset.table.BadRowException;
import io.opadpo.dataset.table.Rows;
import io.opadpo.dataset.table.TableException;
import io.opadpo.jobs.ItemWrite;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a file's rows and notes the good ones, some hundred at a time: rows, the place to go on at and the report of bad
 * ones in one transaction under the run's fence. So a row counts once, however often the job is killed.
 */
@Component
final class Survey {

    private static final int CHUNK = 250;

    private final ImportTable table;
    private final Images images;
    private final JobLeases leases;
    private final TransactionOperations transaction;
    private final JsonMapper json;

    Survey(ImportTable table, Images images, JobLeases leases, TransactionOperations transaction, JsonMapper json) {
        this.table = table;
        this.images = images;
        this.leases = leases;
        this.transaction = transaction;
        this.json = json;
    }

    /** What came of a file. */
    record Read(long rows) {}

    /** Reads from where the last run stopped; a file that is damaged is reported, and no reason to stop. */
    void read(JobRun run, Manifest.File file, int number, Path path, PromptRowReader reader) throws IOException {
        UUID job = run.job().id();
        long from = table.nextLine(job, number);
        try (Rows rows = OpenFile.of(path)) {
            List<Line> good = new ArrayList<>();
            List<ItemWrite> bad = new ArrayList<>();
            while (rows.next()) {
                if (rows.row() < from) {
                    continue;
                }
                judge(rows, file, path, reader, good, bad);
                if (good.size() + bad.size() == CHUNK) {
                    save(run, file, number, rows.row() + 1, good, bad);
                    run.progress(new Progress(rows.row() + 1, null, "rows", null, "reading " + file.name()));
                    run.checkpoint();
                }
            }
            bad.add(ItemWrite.done(key(file), json.valueToTree(new Read(rows.row()))));
            save(run, file, number, rows.row(), good, bad);
        } catch (TableException e) {
            JobError error = new JobError("BAD_FILE", file.name() + ": " + e.getMessage(), false, file.name());
            run.items().put(List.of(ItemWrite.failed(key(file), error)));
        }
    }

    private void judge(
            Rows rows, Manifest.File file, Path path, PromptRowReader reader, List<Line> good, List<ItemWrite> bad)
            throws IOException {
        try {
            PromptRow row = reader.read(rows, file, path);
            String image = images.inspect(row.image()).sha256();
            good.add(new Line(rows.row(), row.id(), row.stratum(), image));
        } catch (BadRowException | ApiException e) {
            bad.add(badRow(file, rows.row(), String.valueOf(e.getMessage())));
        }
    }

    private void save(JobRun run, Manifest.File file, int number, long next, List<Line> good, List<ItemWrite> bad) {
        transaction.executeWithoutResult(status -> {
            leases.guard(run.claim());
            Set<Long> inserted = table.insert(run.job().id(), number, good);
            for (Line line : good) {
                if (!inserted.contains(line.line())) {
                    bad.add(badRow(file, line.line(), "an earlier row has this id: " + line.id()));
                }
            }
            table.setNextLine(run.job().id(), number, next);
            run.items().put(bad);
        });
        good.clear();
        bad.clear();
    }

    private static ItemWrite badRow(Manifest.File file, long row, String reason) {
        String subject = file.name() + "#" + row;
        JobError error = new JobError("BAD_ROW", file.name() + ", row " + row + ": " + reason, false, subject);
        return ItemWrite.failed(key(file) + "#" + row, error);
    }

    /** A file's name as the key of a job's item. */
    private static String key(Manifest.File file) {
        String name = file.name();
        return name.length() <= 300 ? name : "%08x…%s".formatted(name.hashCode(), name.substring(name.length() - 280));
    }
}
