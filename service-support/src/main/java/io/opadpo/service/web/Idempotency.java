package io.opadpo.service.web;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Idempotency of requests that create something else than a job (for jobs, the job store sees to it). The key is kept
 * beside what was answered, in the transaction that creates.
 */
public class Idempotency {
    private final JdbcClient jdbc;
    private final TransactionOperations transactions;
    private final JsonMapper json;

    Idempotency(JdbcClient jdbc, TransactionOperations transactions, JsonMapper json) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.json = json.rebuild()
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
                .build();
    }

    /**
     * Creates once per key. The first request runs {@code create} in a transaction; a later one with the same key and
     * body gets what that answered, and one that comes meanwhile waits for it. Where that is gone since, it creates anew.
     * Without a key it just creates.
     *
     * @param operation for which keys are unique, such as {@code prompt-sets}
     * @param request what was asked for; another one under a known key is a conflict (409)
     * @param type of the answer, which goes through JSON
     * @param there whether what an earlier answer names still exists
     */
    public <T> T once(
            String owner,
            IdempotencyKey key,
            String operation,
            Object request,
            Class<T> type,
            Predicate<T> there,
            Supplier<T> create) {
        return transactions.execute(status -> {
            if (key.value() == null) {
                return create.get();
            }
            Entry entry = new Entry(owner, operation, key.value(), digest(request));
            String before = lock(entry);
            T made = before == null ? null : json.readValue(before, type);
            if (made != null && there.test(made)) {
                return made;
            }
            T answer = create.get();
            store(entry, json.writeValueAsString(answer));
            return answer;
        });
    }

    private record Entry(String owner, String operation, String key, String digest) {}

    private record Kept(String digest, @Nullable String answer) {}

    /**
     * Waits for a transaction that holds the same key.
     *
     * @return what was answered before, or null if the key is new
     */
    private @Nullable String lock(Entry entry) {
        Kept kept = jdbc.sql("""
                        INSERT INTO idempotent_requests AS r (owner, operation, key, digest)
                        VALUES (:owner, :operation, :key, :digest)
                        ON CONFLICT (owner, operation, key) DO UPDATE SET key = r.key
                        RETURNING digest, answer""").paramSource(entry).query(Kept.class).single();
        if (!kept.digest().equals(entry.digest())) {
            throw new ApiException(
                    ErrorCode.IDEMPOTENCY_CONFLICT,
                    "Idempotency key '" + entry.key() + "' was used for another request");
        }
        return kept.answer();
    }

    private void store(Entry entry, String answer) {
        jdbc.sql("""
                        UPDATE idempotent_requests SET answer = :answer::jsonb, created = clock_timestamp()
                        WHERE owner = :owner AND operation = :operation AND key = :key""")
                .param("owner", entry.owner())
                .param("operation", entry.operation())
                .param("key", entry.key())
                .param("answer", answer)
                .update();
    }

    private String digest(Object request) {
        try {
            byte[] text = json.writeValueAsString(request).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
