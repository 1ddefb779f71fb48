package io.opadpo.dataset.source;

import io.opadpo.jobs.worker.JobException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.web.reactive.function.client.WebClient;
import tools.jackson.databind.JsonNode;

/** Files of a data set on a hub, at one commit. */
@Component
final class HubSource implements Source {

    static final String KIND = "hub";

    private final @Nullable HubClient client;

    HubSource(ImportSettings settings, WebClient.Builder builder) {
        this.client = settings.hub() == null ? null : new HubClient(settings.hub(), builder);
    }

    @Override
    public String kind() {
        return KIND;
    }

    @Override
    public boolean takes(SourceRequest request) {
        return request.hub() != null;
    }

    @Override
    public Manifest list(String owner, SourceRequest request) throws JobException {
        SourceRequest.Hub wanted = Objects.requireNonNull(request.hub());
        PathMatcher glob = glob(wanted.files());
        JsonNode info = client().json("/api/datasets/" + wanted.dataset() + "/revision/" + wanted.revisionOrMain());
        String commit = info.path("sha").asString("");
        if (!commit.matches("[0-9a-f]{40,64}")) {
            throw new JobException("BAD_SOURCE", "The hub names no commit of " + wanted.dataset(), false);
        }
        List<Manifest.File> files = new ArrayList<>();
        for (JsonNode entry :
                client().pages("/api/datasets/" + wanted.dataset() + "/tree/" + commit + "?recursive=true")) {
            String path = entry.path("path").asString("");
            if (entry.path("type").asString("").equals("file") && glob.matches(Path.of(path))) {
                files.add(file(path, entry));
            }
        }
        JsonNode license = info.path("cardData").path("license");
        return new Manifest(KIND, wanted.dataset(), commit, license.isMissingNode() ? null : text(license), files);
    }

    private static Manifest.File file(String path, JsonNode entry) {
        JsonNode lfs = entry.path("lfs");
        String checksum = lfs.isObject()
                ? Checksum.SHA256 + lfs.path("oid").asString("")
                : Checksum.GIT + entry.path("oid").asString("");
        long size = (lfs.isObject() ? lfs : entry).path("size").asLong(0);
        return new Manifest.File(path, path, size, checksum);
    }

    private static String text(JsonNode license) {
        return license.isString() ? license.stringValue() : license.toString();
    }

    private static PathMatcher glob(@Nullable String glob) throws JobException {
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + (glob == null ? "**" : glob));
        } catch (PatternSyntaxException e) {
            throw new JobException("BAD_SOURCE", "source.hub.files is not a glob", false);
        }
    }

    @Override
    public Path fetch(String owner, Manifest manifest, Manifest.File file, Path folder, Runnable watch)
            throws JobException, IOException {
        String path = "/datasets/" + manifest.name() + "/resolve/" + manifest.revision() + "/" + file.location();
        return client().download().fetch(file, folder, offset -> client().open(path, offset), watch);
    }

    private HubClient client() throws JobException {
        if (client == null) {
            throw new JobException("BAD_SOURCE", "No hub is configured from which to import", false);
        }
        return client;
    }
}
