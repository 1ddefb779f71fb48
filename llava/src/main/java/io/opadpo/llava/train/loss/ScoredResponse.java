package io.opadpo.llava.train.loss;

/**
 * A sequence of supervised fine-tuning as the loss sees it.
 *
 * @param id name of the sample, for errors
 * @param policy log-probabilities of the response tokens, {@code [T]}, end token included; not copied
 */
@SuppressWarnings("ArrayRecordComponent") // bulk data: nobody compares log-probabilities
public record ScoredResponse(String id, float[] policy) {}
