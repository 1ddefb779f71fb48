package io.opadpo.dataset.version;

import io.opadpo.blobs.Blob;
import io.opadpo.blobs.BlobStore;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.image.StoredImage;
import io.opadpo.dataset.version.LineForm.ImageBytes;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Lines of a data set as they are stored, or fewer of them, or in another form. */
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

    void write(Dataset dataset, Blob stored, LineFilter filter, LineForm form, OutputStream out) throws IOException {
        if (filter == LineFilter.ALL && form == LineForm.STORED) {
            stored.stream().transferTo(out);
            return;
        }
        JsonLines lines = new JsonLines(stored.stream());
        for (ObjectNode line = lines.next(); line != null; line = lines.next()) {
            ObjectNode written = filter.accepts(line)
                    ? form.of(
                            line, of -> image(dataset.owner(), of.path("image").asString()))
                    : null;
            if (written != null) {
                out.write(json.writeValueAsString(written).getBytes(StandardCharsets.UTF_8));
                out.write('\n');
            }
        }
    }

    private ImageBytes image(String owner, String sha256) {
        StoredImage image =
                images.find(owner, sha256).orElseThrow(() -> new IllegalStateException("No image " + sha256));
        return new ImageBytes(image.mediaType(), images.bytes(owner, sha256));
    }
}
