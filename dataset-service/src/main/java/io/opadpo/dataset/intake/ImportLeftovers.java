package io.opadpo.dataset.intake;

import io.opadpo.dataset.source.ImportFiles;
import io.opadpo.dataset.source.Manifests;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Removes at each start what imports that were cancelled or have failed have read. */
@Component
final class ImportLeftovers {

    private final ImportTable table;
    private final ImportFiles files;
    private final Manifests manifests;

    ImportLeftovers(ImportTable table, ImportFiles files, Manifests manifests) {
        this.table = table;
        this.files = files;
        this.manifests = manifests;
    }

    @EventListener(ApplicationReadyEvent.class)
    void discard() {
        table.all().stream().filter(files::isOver).forEach(manifests::discard);
    }
}
