package io.opadpo.llava.model;

/**
 * Where a packed batch's keys and values go.
 *
 * @param cache the cache
 * @param at address of each row, counted through all slots
 */
@SuppressWarnings("ArrayRecordComponent") // passed along, never compared
record CacheTarget(KvCache cache, int[] at) {

    /** Chunk {@code c} of a batch of prompts goes to the start of slot {@code slots[c]}. */
    static CacheTarget of(KvCache cache, PackedBatch batch, int[] slots) {
        int[] at = new int[batch.rows()];
        for (int c = 0; c < slots.length; c++) {
            for (int i = 0; i < batch.length(c); i++) {
                at[batch.start(c) + i] = slots[c] * cache.capacity() + i;
            }
        }
        return new CacheTarget(cache, at);
    }
}
