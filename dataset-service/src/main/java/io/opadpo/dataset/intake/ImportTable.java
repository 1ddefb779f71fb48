package io.opadpo.dataset.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What an import has read so far: the tables {@code imports}, {@code import_files} and {@code import_rows}. */
@Repository
class ImportTable {

    private static final String INSERT = """
            INSERT INTO import_rows (job, file, line, id, stratum, image)
            SELECT :job, :file, line, id, stratum, image
            FROM unnest(:lines::bigint[], :ids::text[], :strata::text[], :images::text[]) AS new (line, id, stratum, image)
            ON CONFLICT DO NOTHING RETURNING line""";

    private final JdbcClient jdbc;

    ImportTable(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** A good row. */
    record Line(long line, String id, String stratum, String image) {}

    /** Where a chosen row goes. */
    record Place(int subset, long position, String id, String image) {}

    /** The line at which reading a file goes on. */
    long nextLine(UUID job, int file) {
        return jdbc.sql("SELECT next_line FROM import_files WHERE job = :job AND file = :file")
                .param("job", job)
                .param("file", file)
                .query(Long.class)
                .optional()
                .orElse(0L);
    }

    void setNextLine(UUID job, int file, long line) {
        jdbc.sql("""
                        INSERT INTO import_files (job, file, next_line) VALUES (:job, :file, :line)
                        ON CONFLICT (job, file) DO UPDATE SET next_line = :line""").param("job", job).param("file", file).param("line", line).update();
    }

    /** Inserts rows, but for those whose id another one has; gives the lines of those inserted. */
    Set<Long> insert(UUID job, int file, List<Line> rows) {
        return new TreeSet<>(jdbc.sql(INSERT)
                .param("job", job)
                .param("file", file)
                .param("lines", rows.stream().map(Line::line).toArray(Long[]::new))
                .param("ids", texts(rows, Line::id))
                .param("strata", texts(rows, Line::stratum))
                .param("images", texts(rows, Line::image))
                .query(Long.class)
                .list());
    }

    private static String[] texts(List<Line> rows, Function<Line, String> text) {
        return rows.stream().map(text).toArray(String[]::new);
    }

    long count(UUID job) {
        return jdbc.sql("SELECT count(*) FROM import_rows WHERE job = :job")
                .param("job", job)
                .query(Long.class)
                .single();
    }

    /** How many rows have each value of the stratum. */
    TreeMap<String, Long> strata(UUID job) {
        TreeMap<String, Long> strata = new TreeMap<>();
        jdbc.sql("SELECT stratum, count(*) FROM import_rows WHERE job = :job GROUP BY stratum")
                .param("job", job)
                .query(result -> {
                    strata.put(result.getString(1), result.getLong(2));
                });
        return strata;
    }

    /** The same for each subset. */
    Map<Integer, TreeMap<String, Long>> chosenStrata(UUID job) {
        Map<Integer, TreeMap<String, Long>> sets = new HashMap<>();
        jdbc.sql("""
                        SELECT subset, stratum, count(*) FROM import_rows
                        WHERE job = :job AND subset IS NOT NULL GROUP BY subset, stratum""").param("job", job).query(result -> {
            sets.computeIfAbsent(result.getInt(1), set -> new TreeMap<>()).put(result.getString(2), result.getLong(3));
        });
        return sets;
    }

    boolean isChosen(UUID job) {
        return jdbc.sql("SELECT EXISTS (SELECT 1 FROM import_rows WHERE job = :job AND subset IS NOT NULL)")
                .param("job", job)
                .query(Boolean.class)
                .single();
    }

    /** Chosen rows of a file that are not yet in their set, by line. */
    TreeMap<Long, Place> missing(UUID job, int file, UUID[] sets) {
        TreeMap<Long, Place> places = new TreeMap<>();
        jdbc.sql("""
                        SELECT line, subset, position, id, image FROM import_rows r
                        WHERE job = :job AND file = :file AND subset IS NOT NULL AND NOT EXISTS (
                            SELECT 1 FROM prompts p
                            WHERE p.prompt_set = (:sets::uuid[])[r.subset + 1] AND p.position = r.position)""").param("job", job).param("file", file).param("sets", sets).query(result -> {
            places.put(
                    result.getLong(1),
                    new Place(result.getInt(2), result.getLong(3), result.getString(4), result.getString(5)));
        });
        return places;
    }

    List<UUID> all() {
        return jdbc.sql("SELECT job FROM imports").query(UUID.class).list();
    }
}
