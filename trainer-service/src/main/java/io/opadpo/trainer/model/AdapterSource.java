package io.opadpo.trainer.model;

import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * An adapter that can be loaded beside its model.
 *
 * @param id unique among all adapters; no two contents have the same
 * @param folder its PEFT folder on this disk, brought there when it is asked for
 */
public record AdapterSource(String id, Supplier<Path> folder) {}
