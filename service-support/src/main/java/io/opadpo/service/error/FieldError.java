package io.opadpo.service.error;

/**
 * What is wrong with a part of the request.
 *
 * @param field its path as the client wrote it, such as {@code rollout.sampling.top_k} or {@code prompts[3].image}
 * @param message what is wrong, for people
 */
public record FieldError(String field, String message) {}
