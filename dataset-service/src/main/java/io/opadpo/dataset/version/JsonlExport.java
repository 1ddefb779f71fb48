package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.image.DataUrl;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.image.StoredImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lines of a data set as they are stored, or fewer of them, or with their images within. */
@Component
final class JsonlExport {

    private final BlobStore blobs;
    private final Images images;
    private final JsonMapper json;

    JsonlExport(BlobStore blobs, Images images, JsonMapper json) {
        this.blobs = blobs;
        this.images = images;
        this.json = json;
    }

    /** Opens the lines, to be written and closed. */
    Blob open(Dataset dataset) {
        return blobs.open(dataset.files().samples());
    }

    /** @param inline whether images are put in as data URLs */
    void write(Dataset dataset, Blob stored, LineFilter filter, boolean inline, OutputStream out) throws IOException {
        if (filter == LineFilter.ALL && !inline) {
            stored.stream().transferTo(out);
            return;
        }
        JsonLines lines = new JsonLines(stored.stream());
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            if (filter.accepts(line)) {
                if (inline) {
                    line.put(
                            "image", dataUrl(dataset.owner(), line.path("image").asString()));
                }
                out.write(json.writeValueAsString(line).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    private String dataUrl(String owner, String sha256) {
        StoredImage image =
                images.find(owner, sha256).orElseThrow(() -> new IllegalStateException("No image " + sha256));
        return DataUrl.of(image.mediaType(), images.bytes(owner, sha256));
    }
}
