package io.opadpo.dataset.intake;

import io.opadpo.dataset.source.ImportFiles;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Removes at each start what imports that were cancelled or have failed have read. */
@Component
final class ImportLeftovers {

    private final ImportTable table;
    private final ImportFiles files;

    ImportLeftovers(ImportTable table, ImportFiles files) {
        this.table = table;
        this.files = files;
    }

    @EventListener(ApplicationReadyEvent.class)
    void discard() {
        table.all().stream().filter(files::isOver).forEach(table::delete);
    }
}
