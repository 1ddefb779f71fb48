package io.opadpo.trainer.data;

import io.opadpo.jobs.Progress;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.llava.files.AtomicFile;
import io.opadpo.llava.files.Sha256;
import io.opadpo.service.clients.RemoteException;
import io.opadpo.service.clients.ServiceClient;
import io.opadpo.service.clients.ServiceClients;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Brings datasets from the dataset service to this disk. What is there already is not fetched again. */
@Component
public final class Datasets {

    private static final String SHA256 = "[0-9a-f]{64}";
    private static final JsonMapper MAPPER = JsonMapper.shared();

    private final ServiceClients clients;

    Datasets(ServiceClients clients) {
        this.clients = clients;
    }

    /** All of a dataset. */
    public DatasetFolder fetch(JobRun run, UUID dataset, Path folder) throws JobException, IOException {
        return fetch(run, dataset, folder, "");
    }

    /** What of a dataset may be trained on: all that it does not hold out. */
    public DatasetFolder fetchForTraining(JobRun run, UUID dataset, Path folder) throws JobException, IOException {
        return fetch(run, dataset, folder, "&split=train");
    }

    /** What of a dataset no training sees: all that it holds out, which may be nothing. */
    public DatasetFolder fetchHeldOut(JobRun run, UUID dataset, Path folder) throws JobException, IOException {
        return fetch(run, dataset, folder, "&split=held_out");
    }

    /**
     * Fetches a dataset and its images.
     *
     * @param folder of this dataset alone; made if it is not there
     * @param part more of the query
     * @throws JobException if the dataset service refuses, cannot be reached, or gives other bytes than it should
     */
    private DatasetFolder fetch(JobRun run, UUID dataset, Path folder, String part) throws JobException, IOException {
        ServiceClient client = clients.of("dataset", run.job().owner());
        Path samples = folder.resolve("samples.jsonl");
        Path images = Files.createDirectories(folder.resolve("images"));
        try {
            if (!Files.exists(samples)) {
                fetchSamples(client, dataset, part, samples);
            }
            Set<String> wanted = imagesOf(samples);
            int done = 0;
            for (String sha256 : wanted) {
                run.checkpoint();
                if (!Files.exists(images.resolve(sha256))) {
                    fetchImage(client, sha256, images);
                }
                run.progress(new Progress(++done, (long) wanted.size(), "images", null, "fetching the dataset"));
            }
            return new DatasetFolder(dataset.toString(), samples, images);
        } catch (RemoteException e) {
            throw e.asJobException();
        }
    }

    private static void fetchSamples(ServiceClient client, UUID dataset, String part, Path file) throws IOException {
        try (InputStream in = client.open("/v1/datasets/{id}/download?format=jsonl" + part, dataset)) {
            AtomicFile.write(file, out -> copy(Channels.newChannel(in), out));
        }
    }

    private static void copy(ReadableByteChannel in, WritableByteChannel out) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
        while (in.read(buffer) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
            buffer.clear();
        }
    }

    private static void fetchImage(ServiceClient client, String sha256, Path images) throws JobException, IOException {
        byte[] bytes = client.bytes("/v1/images/{sha256}", sha256);
        if (!Sha256.of(bytes).equals(sha256)) {
            throw new JobException("IMAGE_DAMAGED", "Image " + sha256 + " came with other bytes than those", true);
        }
        AtomicFile.write(images.resolve(sha256), out -> out.write(ByteBuffer.wrap(bytes)));
    }

    /** Images that lines name; those of lines that cannot be read are the reader's business. */
    private static Set<String> imagesOf(Path samples) throws IOException {
        Set<String> images = new LinkedHashSet<>();
        try (BufferedReader lines = Files.newBufferedReader(samples)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                try {
                    String image = MAPPER.readTree(line).path("image").asString("");
                    if (image.matches(SHA256)) {
                        images.add(image);
                    }
                } catch (JacksonException e) {
                    // No image to fetch.
                }
            }
        }
        return images;
    }
}
