package io.opadpo.dataset.source;

import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.nio.file.Path;

/** One kind of place that files come from. */
interface Source {

    /** The word for it in manifests. */
    String kind();

    /** Whether the request means this one. */
    boolean takes(SourceRequest request);

    /** What is there. */
    Manifest list(String owner, SourceRequest request) throws JobException, IOException;

    /**
     * Brings a file to this disk.
     *
     * @param folder for files that are not on it yet; what is there of an earlier run is used
     * @param watch called now and then while bytes come; may throw to stop
     */
    Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException;
}
