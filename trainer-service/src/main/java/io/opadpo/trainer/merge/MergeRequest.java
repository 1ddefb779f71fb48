package io.opadpo.trainer.merge;

import jakarta.validation.constraints.Pattern;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A merge as it is asked for, and as its job keeps it.
 *
 * @param adapter name of the adapter to fold into its model, or
 * @param adapterJob the job that trains it
 * @param dtype of the written weights; bf16 by default, fp32 alone loses nothing of the adapter
 * @param name what the merged model will be called; by default {@code merge} with the beginning of the job's id
 */
record MergeRequest(
        @Nullable String adapter,
        @Nullable UUID adapterJob,
        @Nullable @Pattern(regexp = "fp32|bf16|fp16") String dtype,

        @Nullable @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
        String name) {}
