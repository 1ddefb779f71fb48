package io.opadpo.llava.model;

/**
 * Where a packed batch's keys and values go.
 *
 * @param cache the cache
 * @param slots slot of each chunk; all chunks are prompts
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the script
record CacheTarget(KvCache cache, int[] slots) {}
