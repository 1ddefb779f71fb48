package io.opadpo.dataset.source;

import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.service.error.ApiException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/** All places that files come from. */
@Component
public class Sources {

    private final List<Source> all;

    Sources(List<Source> all) {
        this.all = all;
    }

    /**
     * The source's files of these types, by name.
     *
     * @param extensions without a dot, in lower case
     * @throws JobException if the source refuses, or has none
     */
    public Manifest list(String owner, SourceRequest request, Set<String> extensions) throws JobException, IOException {
        try {
            request.check();
            Source source =
                    all.stream().filter(one -> one.takes(request)).findFirst().orElseThrow();
            Manifest found = source.list(owner, request);
            List<Manifest.File> files = found.files().stream()
                    .filter(file -> extensions.contains(file.extension()))
                    .sorted(Comparator.comparing(Manifest.File::name))
                    .toList();
            if (files.isEmpty()) {
                throw new JobException("NO_FILES", "The source has no files of type " + extensions, false);
            }
            String license = request.license() == null ? found.license() : request.license();
            return new Manifest(found.kind(), found.name(), found.revision(), license, files);
        } catch (ApiException e) {
            throw new JobException(
                    new JobError(
                            "BAD_SOURCE",
                            String.valueOf(e.getMessage()),
                            e.code().retryable(),
                            "source"),
                    e);
        }
    }

    /** {@link Source#fetch}. */
    public Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException {
        return all.stream()
                .filter(source -> source.kind().equals(manifest.kind()))
                .findFirst()
                .orElseThrow()
                .fetch(owner, manifest, file, folder, watch);
    }
}
