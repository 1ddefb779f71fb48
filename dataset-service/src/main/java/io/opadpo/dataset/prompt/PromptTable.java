package io.opadpo.dataset.prompt;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The table {@code prompts}, which is written and read many rows at a time. */
@Repository
class PromptTable {

    private static final String INSERT = """
            INSERT INTO prompts (prompt_set, position, id, image, question, standard)
            SELECT ?, position, id, image, question, standard
            FROM unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[])
                AS new (position, id, image, question, standard)
            ON CONFLICT DO NOTHING
            RETURNING position""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;

    PromptTable(JdbcTemplate jdbc, JdbcClient client) {
        this.jdbc = jdbc;
        this.client = client;
    }

    /** A prompt at its place in the set. */
    record Row(long position, Prompt prompt) {}

    /** Inserts rows, but for those whose id the set has already; gives the positions of those inserted. */
    Set<Long> insert(UUID set, List<Row> rows) {
        return new TreeSet<>(jdbc.query(
                connection -> {
                    PreparedStatement statement = connection.prepareStatement(INSERT);
                    statement.setObject(1, set);
                    statement.setArray(
                            2,
                            connection.createArrayOf(
                                    "bigint", rows.stream().map(Row::position).toArray()));
                    statement.setArray(3, texts(connection, rows, Prompt::id));
                    statement.setArray(4, texts(connection, rows, Prompt::image));
                    statement.setArray(5, texts(connection, rows, Prompt::question));
                    statement.setArray(6, texts(connection, rows, Prompt::standard));
                    return statement;
                },
                (result, number) -> result.getLong(1)));
    }

    private static Array texts(Connection connection, List<Row> rows, Function<Prompt, String> text)
            throws SQLException {
        return connection.createArrayOf(
                "text", rows.stream().map(row -> text.apply(row.prompt())).toArray());
    }

    long count(UUID set) {
        return client.sql("SELECT count(*) FROM prompts WHERE prompt_set = :set")
                .param("set", set)
                .query(Long.class)
                .single();
    }

    /** Rows behind this position, in order. */
    List<Row> list(UUID set, long after, int limit) {
        return client.sql("""
                        SELECT position, id, image, question, standard FROM prompts
                        WHERE prompt_set = :set AND position > :after ORDER BY position LIMIT :limit""")
                .param("set", set)
                .param("after", after)
                .param("limit", limit)
                .query((result, number) -> new Row(
                        result.getLong("position"),
                        new Prompt(
                                result.getString("id"),
                                result.getString("image"),
                                result.getString("question"),
                                result.getString("standard"))))
                .list();
    }
}
