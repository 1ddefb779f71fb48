package io.opadpo.dataset.intake;

import io.opadpo.dataset.arrow.ArrowRows;
import io.opadpo.dataset.parquet.ParquetRows;
import io.opadpo.dataset.table.JsonLines;
import io.opadpo.dataset.table.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/** Files of rows, by their ending. */
final class OpenFile {

    static final Set<String> EXTENSIONS = Set.of("parquet", "jsonl", "ndjson", "arrow");

    private OpenFile() {}

    static Rows of(Path path) throws IOException {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".parquet")) {
            return ParquetRows.open(path);
        }
        return name.endsWith(".arrow") ? ArrowRows.open(path) : JsonLines.open(path);
    }
}
