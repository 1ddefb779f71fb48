package io.opadpo.dataset.intake;

import io.opadpo.dataset.prompt.ImportedPromptSets;
import io.opadpo.dataset.source.Manifest;
import io.opadpo.jobs.ItemState;
import io.opadpo.jobs.JobLeases;
import io.opadpo.jobs.JobStore;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.json.JsonMapper;

/** Shows an import's sets, all in one transaction under the run's fence, once every prompt is there. */
@Component
final class Publication {

    private final ImportTable table;
    private final ImportedPromptSets sets;
    private final JobStore jobs;
    private final JobLeases leases;
    private final TransactionOperations transaction;
    private final JsonMapper json;

    Publication(
            ImportTable table,
            ImportedPromptSets sets,
            JobStore jobs,
            JobLeases leases,
            TransactionOperations transaction,
            JsonMapper json) {
        this.table = table;
        this.sets = sets;
        this.jobs = jobs;
        this.leases = leases;
        this.transaction = transaction;
        this.json = json;
    }

    ImportResult publish(JobRun run, PromptImportRequest request, Manifest manifest, UUID[] ids) throws JobException {
        UUID job = run.job().id();
        Map<Integer, TreeMap<String, Long>> chosen = table.chosenStrata(job);
        List<ImportResult.Made> made = new ArrayList<>();
        for (int i = 0; i < ids.length; i++) {
            TreeMap<String, Long> strata = chosen.getOrDefault(i, new TreeMap<>());
            long count = strata.values().stream().mapToLong(Long::longValue).sum();
            if (sets.stored(ids[i]) != count) {
                throw new JobException("INCOMPLETE", "Prompts of set " + (i + 1) + " are missing", true);
            }
            made.add(new ImportResult.Made(ids[i], request.nameOf(i), count, ImportResult.shares(strata)));
        }
        String source = json.writeValueAsString(manifest);
        transaction.executeWithoutResult(status -> {
            leases.guard(run.claim());
            made.forEach(set -> sets.complete(set.promptSet(), set.name(), set.count(), source));
        });
        long bad = jobs.itemCounts(Owner.of(run.job().owner()), job).getOrDefault(ItemState.FAILED, 0L);
        return new ImportResult(
                table.count(job),
                bad,
                request.stratum(),
                ImportResult.shares(table.strata(job)),
                made,
                manifest.revision());
    }
}
