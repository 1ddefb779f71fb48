package io.opadpo.rollout;

import io.opadpo.chat.CallException;
import io.opadpo.chat.CallFailure;
import io.opadpo.chat.ChatClient;
import io.opadpo.chat.ChatModel;
import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.work.Waiting;
import io.opadpo.jobs.JobError;
import io.opadpo.jobs.worker.JobException;
import io.opadpo.jobs.worker.JobRun;
import io.opadpo.rollout.AdapterFolder.PartialAdapterException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Tells who answers a rollout, and brings the platform's adapters to an endpoint whose servers share a folder with us. */
@Component
final class Policies {
    private static final Logger log = LoggerFactory.getLogger(Policies.class);

    /** Other names, such as {@code owner/model}, are none of an adapter, and no part of a path. */
    private static final Pattern ADAPTER = Pattern.compile("[A-Za-z0-9._-]+");

    private final RolloutClients clients;
    private final boolean spaced;
    private final @Nullable AdapterFolder folder;

    Policies(RolloutProperties properties, RolloutClients clients) {
        Path adapters = properties.endpoint().adapters();
        this.clients = clients;
        this.spaced =
                properties.endpoint().baseUrl() != null && properties.endpoint().leadingSpace();
        this.folder = adapters == null ? null : new AdapterFolder(adapters);
    }

    /**
     * Who is meant by a name. Where there is a shared folder, an adapter of the platform goes before what the endpoint
     * itself has under its name.
     *
     * @throws JobException if an adapter cannot be brought
     */
    Policy find(JobRun run, ChatClient endpoint, String name) throws JobException, InterruptedException {
        if (folder != null && ADAPTER.matcher(name).matches()) {
            PersistentHttp trainer = clients.trainer(run.job().owner());
            Optional<PlatformAdapter> adapter = Waiting.await(run, adapter(trainer, name), "adapter " + name);
            if (adapter.isPresent()) {
                return shared(run, endpoint, trainer, folder, adapter.get());
            }
        }
        if (folder != null) {
            checkServed(run, endpoint, name);
        }
        return new Policy(name, Waiting.await(run, endpoint.model(name), "model " + name), spaced, false);
    }

    /**
     * Servers look in their folder for any name that they do not know, and take it as a part of a path: what is not the
     * owner's adapter has to be in their list. There, a name with a version is an adapter that a rollout brought, and
     * perhaps another owner's.
     */
    private static void checkServed(JobRun run, ChatClient endpoint, String name)
            throws JobException, InterruptedException {
        if (name.contains(PlatformAdapter.VERSION_MARK)) {
            String message = "Model " + name + ": adapters of the platform are asked for without their version";
            throw new JobException(new JobError("MODEL_NOT_FOUND", message, false, name), null);
        }
        Waiting.await(run, endpoint.root(name), "model " + name);
    }

    private static Mono<Optional<PlatformAdapter>> adapter(PersistentHttp trainer, String name) {
        return trainer.get(
                        "/v1/adapters/{name}",
                        reply -> Optional.of(JsonMapper.shared().treeToValue(reply.json(), PlatformAdapter.class)),
                        name)
                .onErrorResume(
                        e -> e instanceof CallException call && call.failure() == CallFailure.NOT_FOUND,
                        e -> Mono.just(Optional.empty()));
    }

    private Policy shared(
            JobRun run, ChatClient endpoint, PersistentHttp trainer, AdapterFolder folder, PlatformAdapter adapter)
            throws JobException, InterruptedException {
        String base = Waiting.await(run, endpoint.root(adapter.baseModel()), "model " + adapter.baseModel());
        String name = adapter.versionedName();
        try {
            if (!folder.has(name, base)) {
                Path zip = folder.draft();
                try {
                    Waiting.await(
                            run,
                            trainer.download(zip, "/v1/adapters/{name}/download", adapter.name()),
                            "adapter " + adapter.name());
                    folder.put(name, base, adapter.version(), zip);
                } finally {
                    Files.deleteIfExists(zip);
                }
            }
        } catch (PartialAdapterException e) {
            String message = "Adapter " + adapter.name() + " changes the vision tower or the projector too, which vLLM"
                    + " leaves out: serve the merged model (POST /v1/merges), or train with targets [\"decoder\"]";
            throw new JobException(new JobError("ADAPTER_NOT_SERVED", message, false, adapter.name()), e);
        } catch (IOException e) {
            log.warn("Adapter {} cannot be laid into the endpoint's folder", name, e);
            // Paths of the server are none of the owner's affair.
            String reason =
                    e instanceof FileSystemException ? "it cannot be written; the log has the details" : e.getMessage();
            String message =
                    "Adapter %s cannot be laid into the endpoint's folder: %s".formatted(adapter.name(), reason);
            throw new JobException(new JobError("ADAPTER_NOT_SHARED", message, true, adapter.name()), e);
        }
        return new Policy(name, new ChatModel(adapter.baseModel(), adapter.name(), adapter.version()), spaced, true);
    }
}
