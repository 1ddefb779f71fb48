package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobKey;
import io.opadpo.blobs.BlobStore;
import io.opadpo.jobs.Page;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** A few lines of a stored file at a time. The cursor is the byte at which the next page begins. */
@Component
final class LinePages {

    private final BlobStore blobs;

    LinePages(BlobStore blobs) {
        this.blobs = blobs;
    }

    Page<ObjectNode, Long> page(BlobKey key, long from, int limit) throws IOException {
        try (Blob blob = blobs.open(key)) {
            JsonLines lines = new JsonLines(blob.stream());
            skip(lines, from);
            List<ObjectNode> page = new ArrayList<>();
            while (page.size() < limit && lines.offset() < blob.size()) {
                page.add(lines.next());
            }
            return new Page<>(page, lines.offset() < blob.size() ? lines.offset() : null);
        }
    }

    private static void skip(JsonLines lines, long from) throws IOException {
        try {
            lines.skipTo(from);
        } catch (IllegalArgumentException e) {
            throw ApiException.invalid("cursor", "not a cursor of this list");
        }
    }
}
