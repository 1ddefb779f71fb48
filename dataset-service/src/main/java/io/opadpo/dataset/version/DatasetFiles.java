package io.opadpo.dataset.version;

import io.opadpo.blobs.BlobKey;
import java.util.List;
import java.util.UUID;

/** The blobs of one data set. */
record DatasetFiles(BlobKey folder) {

    static DatasetFiles of(String owner, UUID id) {
        return new DatasetFiles(BlobKey.of("datasets", owner, id.toString()));
    }

    BlobKey samples() {
        return folder.resolve("samples.jsonl");
    }

    BlobKey dropped() {
        return folder.resolve("dropped.jsonl");
    }

    /** Made when it is first asked for. */
    BlobKey parquet(String variant) {
        return folder.resolve(variant + ".parquet");
    }

    /** What a draft may have left. */
    List<BlobKey> ofDraft() {
        return List.of(samples(), dropped());
    }
}
