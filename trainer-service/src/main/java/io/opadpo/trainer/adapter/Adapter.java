package io.opadpo.trainer.adapter;

import java.time.Instant;
import java.util.UUID;

/**
 * A registered adapter.
 *
 * @param id that of the job that made it
 * @param name by which its owner asks for it
 * @param kind of that job
 * @param baseModel name of the model it is for
 * @param modelVersion version of that model when it was trained
 * @param version SHA-256 of its {@code adapter_model.safetensors}
 * @param bytes size of its files
 * @param created when it was registered
 */
public record Adapter(
        UUID id,
        String name,
        String kind,
        String baseModel,
        String modelVersion,
        String version,
        long bytes,
        Instant created) {}
