package io.opadpo.llava.model;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.torch.Precision;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** LLaMA's decoder over packed rows, and over one new token per cached sequence. After {@code LlamaModel}. */
final class Decoder implements AutoCloseable {

    private final Torch torch;
    private final TextConfig config;
    private final Scope tables;
    private final IValue rotary;

    /**
     * Computes the rotary tables.
     *
     * @param frequencies what the rotary frequencies are rounded to; FP32 as {@code from_pretrained} keeps them, BF16 as
     *     they come out of {@code model.to(torch.bfloat16)}
     */
    Decoder(Torch torch, TextConfig config, Precision frequencies) {
        this.torch = torch;
        this.config = config;
        this.tables = torch.scope();
        this.rotary = tables.record(
                "rotary_tables",
                torch.like(),
                config.maxPositions(),
                config.headDim(),
                config.ropeTheta(),
                frequencies.torchCode());
    }

    /**
     * Last hidden states of a packed batch, before the final norm.
     *
     * @param features image rows {@code [images·T, E]}, or {@code null} where the batch has no image
     * @param rows rows of each adapter, see {@link ActiveAdapters}
     * @param target where keys and values are also stored, or {@code null}
     * @return {@code [N, E]}, owned by the scope
     */
    IValue forward(
            Scope scope,
            Parameters weights,
            PackedBatch batch,
            @Nullable IValue features,
            IValue rows,
            @Nullable CacheTarget target) {
        PackedPass pass = pass(scope, weights, batch, rows);
        IValue none = scope.list(List.of());
        int[] slots = target == null ? new int[0] : target.slots();
        IValue x = embed(scope, weights, batch, features);
        for (int i = 0; i < config.layers(); i++) {
            IValue cache = target == null ? none : target.cache().layer(i);
            try (IValue input = x) {
                x = torch.record("layer_packed", pass.arguments(i, input, cache, slots));
            }
        }
        return scope.own(x);
    }

    /**
     * The same, keeping of each layer only what goes in; the way back computes the rest again. Takes a third more time,
     * and a small part of the memory.
     */
    RecomputedPass forwardRecomputing(
            Scope scope, Parameters weights, PackedBatch batch, @Nullable IValue features, IValue rows) {
        IValue embedded = scope.own(embed(scope, weights, batch, features));
        return RecomputedPass.run(torch, scope, pass(scope, weights, batch, rows), config.layers(), embedded);
    }

    private PackedPass pass(Scope scope, Parameters weights, PackedBatch batch, IValue rows) {
        IValue positions = scope.longs(batch.positions());
        IValue rotaryRows = scope.record("rotary_rows", rotary, positions, config.heads());
        IValue bounds = scope.list(
                torch.fusedAttention()
                        ? List.of(scope.ints(batch.queryBounds()), scope.ints(batch.keyBounds()))
                        : List.of());
        return new PackedPass(weights, rows, rotaryRows, config.rmsNormEps(), batch.lengths(), batch.parents(), bounds);
    }

    private IValue embed(Scope scope, Parameters weights, PackedBatch batch, @Nullable IValue features) {
        IValue ids = scope.longs(batch.ids());
        IValue order = scope.longs(batch.order());
        IValue images = scope.list(features == null ? List.of() : List.of(features));
        return torch.record("embed", weights.embedding, ids, images, order);
    }

    /**
     * One step of the first {@code positions.length} cached sequences.
     *
     * @param ids next token of each sequence, int64 {@code [B]}
     * @param positions its position
     * @param span cached positions that are read; at least the largest position + 1
     * @return last hidden states {@code [B, E]}, before the final norm
     */
    IValue step(Scope scope, Parameters weights, IValue ids, int[] positions, int span, IValue rows, KvCache cache) {
        IValue at = scope.longs(positions);
        IValue rotaryRows = scope.infer("rotary_rows", rotary, at, config.heads());
        IValue slots = scope.longs(cache.addresses(positions));
        int[] lengths = new int[positions.length];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = positions[i] + 1;
        }
        IValue mask = scope.infer("cache_mask", torch.like(), scope.longs(lengths), span);
        IValue x = torch.infer("embed", weights.embedding, ids, scope.list(List.of()), ids);
        for (int i = 0; i < config.layers(); i++) {
            try (IValue input = x) {
                x = torch.infer(
                        "layer_cached",
                        input,
                        weights.decoderLayers.get(i),
                        rows,
                        rotaryRows,
                        config.rmsNormEps(),
                        cache.layer(i),
                        slots,
                        mask,
                        torch.fusedAttention());
            }
        }
        return scope.own(x);
    }

    /** Rows that the output layer reads, {@code [R, E]}: chosen ones after the final norm (none chosen: all). */
    IValue normed(Scope scope, Parameters weights, IValue hidden, int[] at) {
        return scope.record("final_norm", hidden, weights.head, scope.longs(at), config.rmsNormEps());
    }

    /** Logits in fp32, {@code [R, V]}, of chosen rows (none chosen: all). */
    IValue logits(Scope scope, Parameters weights, IValue hidden, int[] at) {
        return scope.infer("logits", hidden, weights.head, scope.longs(at), config.rmsNormEps());
    }

    @Override
    public void close() {
        tables.close();
    }
}
