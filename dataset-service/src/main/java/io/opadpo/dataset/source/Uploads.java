package io.opadpo.dataset.source;

import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.Digests;
import io.opadpo.jobs.JobRemoval;
import io.opadpo.jobs.Owner;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.retention.BlobRemoval;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Files that were uploaded to be imported, until their owner deletes them. */
@Component
class Uploads implements Source {

    static final String KIND = "uploads";

    private final JdbcClient jdbc;
    private final BlobStore blobs;
    private final BlobRemoval removal;
    private final JobRemoval jobs;
    private final Clock clock;

    Uploads(JdbcClient jdbc, BlobStore blobs, BlobRemoval removal, JobRemoval jobs, Clock clock) {
        this.jdbc = jdbc;
        this.blobs = blobs;
        this.removal = removal;
        this.jobs = jobs;
        this.clock = clock;
    }

    /** Keeps a file; the row comes last, so one that is known can be read. */
    Upload add(String owner, String name, InputStream body) throws IOException {
        UUID id = UUID.randomUUID();
        try (Counted in = new Counted(new DigestInputStream(body, Digests.sha256()))) {
            blobs.put(key(owner, id), in);
            Upload upload = new Upload(
                    id, name, in.count(), in.sha256(), clock.instant().truncatedTo(ChronoUnit.MICROS));
            jdbc.sql("INSERT INTO uploads (id, owner, name, bytes, sha256, created) VALUES (?, ?, ?, ?, ?, ?)")
                    .params(id, owner, name, upload.bytes(), upload.sha256(), java.sql.Timestamp.from(upload.created()))
                    .update();
            return upload;
        }
    }

    Optional<Upload> find(String owner, UUID id) {
        return jdbc.sql("SELECT id, name, bytes, sha256, created FROM uploads WHERE owner = ? AND id = ?")
                .params(owner, id)
                .query(Upload.class)
                .optional();
    }

    /** @throws ApiException if jobs that have not ended name it */
    void delete(String owner, UUID id) {
        List<String> users = jobs.unfinishedNaming(Owner.of(owner), id.toString()).stream()
                .map(job -> "job " + job)
                .toList();
        if (!users.isEmpty()) {
            throw ApiException.inUse("upload " + id, users);
        }
        jdbc.sql("DELETE FROM uploads WHERE owner = ? AND id = ?")
                .params(owner, id)
                .update();
        removal.remove(key(owner, id));
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean takes(SourceRequest request) {
        return request.uploads() != null;
    }

    @Override
    public Manifest list(String owner, SourceRequest request) {
        List<Manifest.File> files = Objects.requireNonNull(request.uploads()).stream()
                .map(id -> find(owner, id)
                        .orElseThrow(() -> ApiException.invalid("source.uploads", "no such upload: " + id)))
                .map(upload -> new Manifest.File(
                        upload.name() + "@" + upload.id() + "." + Manifest.extensionOf(upload.name()),
                        upload.id().toString(),
                        upload.bytes(),
                        Checksum.SHA256 + upload.sha256()))
                .toList();
        return new Manifest(KIND, "uploads", null, null, files);
    }

    @Override
    public Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException {
        UUID id = UUID.fromString(file.location());
        Path target = Files.createDirectories(folder).resolve(id + "." + file.extension());
        if (!Files.exists(target)) {
            if (find(owner, id).isEmpty()) {
                throw new JobException("SOURCE_CHANGED", "Upload " + id + " was deleted", false);
            }
            blobs.copyTo(key(owner, id), target);
        }
        return target;
    }

    private static BlobKey key(String owner, UUID id) {
        return BlobKey.of("uploads", owner, id.toString());
    }

    /** Counts what is read through it. */
    private static final class Counted extends java.io.FilterInputStream {
        private final DigestInputStream digested;
        private long count;

        Counted(DigestInputStream in) {
            super(in);
            digested = in;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            count += b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int n = super.read(buffer, offset, length);
            count += Math.max(0, n);
            return n;
        }

        long count() {
            return count;
        }

        String sha256() {
            return HexFormat.of().formatHex(digested.getMessageDigest().digest());
        }
    }
}
