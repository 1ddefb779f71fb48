/**
 * Checkpoints on disk: safetensors and PyTorch archives, one file or many shards, memory-mapped, under one set of names.
 *
 * <p>Start at {@link io.opadpo.llava.weights.LlavaWeights}. Every file is untrusted: sizes are checked before anything is
 * allocated, and pickles are interpreted by a reader that can build tensors and nothing else.
 */
@NullMarked
package io.opadpo.llava.weights;

import org.jspecify.annotations.NullMarked;
