package io.opadpo.dataset.version;

/**
 * What is told of a data set when it is published.
 *
 * @param samples how many lines it has
 * @param dropped how many answers were left out
 * @param statistics JSON
 */
public record Contents(long samples, long dropped, String statistics) {}
