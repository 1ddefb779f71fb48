package io.opadpo.trainer.model;

import java.time.Instant;
import java.util.UUID;

/**
 * A model that a job has made.
 *
 * @param id that of the job
 * @param name by which its owner asks for it
 * @param kind of the job
 * @param baseModel name of the model it was made from
 * @param version as in {@link ModelSource#version()}
 * @param bytes size of its files
 * @param created when it was registered
 */
public record MadeModel(
        UUID id, String name, String kind, String baseModel, String version, long bytes, Instant created) {}
