package io.opadpo.dataset.version;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;
import tools.jackson.databind.JsonNode;

/**
 * A Parquet file in the making, by DuckDB.
 *
 * <p>DuckDB works on 2,048 rows at a time, which with their images may be more than memory holds. So rows go into small
 * files first, and these are joined: then as many rows are held as lie in one of them. One thread keeps the order.
 */
final class ParquetFile implements AutoCloseable {

    private static final long PART_BYTES = 16_000_000;
    private static final String MEMORY = "512MB";

    private final Path folder;
    private final ParquetColumns columns;
    private final DuckDBConnection connection;
    private final Statement statement;
    private DuckDBAppender rows;
    private long bytes;
    private int parts;

    /**
     * @param folder an empty one, for temporary files
     */
    ParquetFile(Path folder, ParquetColumns columns) throws SQLException {
        this.folder = folder;
        this.columns = columns;
        connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings(folder));
        statement = connection.createStatement();
        statement.execute("CREATE TABLE part (id VARCHAR, image BLOB, path VARCHAR, question VARCHAR, standard VARCHAR,"
                + " original VARCHAR, revised VARCHAR, report VARCHAR, split VARCHAR)");
        rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "part");
    }

    private static Properties settings(Path folder) {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", MEMORY);
        settings.setProperty("threads", "1");
        settings.setProperty("preserve_insertion_order", "false");
        settings.setProperty("temp_directory", folder.resolve("spill").toString());
        settings.setProperty("autoinstall_known_extensions", "false");
        settings.setProperty("autoload_known_extensions", "false");
        return settings;
    }

    /** Adds a line of a data set. */
    void add(JsonNode line, byte[] image, String path) throws SQLException {
        rows.beginRow();
        rows.append(line.path("id").asString());
        rows.append(image);
        rows.append(path);
        for (String field : new String[] {"question", "standard", "original", "revised"}) {
            rows.append(line.path(field).asString());
        }
        JsonNode report = line.path("report");
        rows.append(report.isNull() ? null : report.toString());
        rows.append(line.path("split").asString());
        rows.endRow();
        bytes += image.length;
        if (bytes > PART_BYTES) {
            endPart();
        }
    }

    private void endPart() throws SQLException {
        rows.close();
        statement.execute("COPY (SELECT " + columns.select() + " FROM part) TO '" + quoted(part(parts))
                + "' (FORMAT parquet, COMPRESSION uncompressed)");
        statement.execute("TRUNCATE part");
        rows = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, "part");
        bytes = 0;
        parts++;
    }

    private Path part(int number) {
        return folder.resolve("part-%06d.parquet".formatted(number));
    }

    /** Writes the file, with all rows in the order in which they came. */
    Path finish() throws SQLException {
        endPart();
        Path file = folder.resolve("all.parquet");
        statement.execute("COPY (SELECT * FROM read_parquet('" + quoted(folder.resolve("part-*.parquet")) + "')) TO '"
                + quoted(file) + "' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE_BYTES '32MB',"
                + " KV_METADATA {huggingface: '" + columns.features() + "'})");
        return file;
    }

    private static String quoted(Path path) {
        return path.toString().replace("'", "''");
    }

    @Override
    public void close() throws SQLException {
        try (connection;
                statement) {
            rows.close();
        }
    }
}
