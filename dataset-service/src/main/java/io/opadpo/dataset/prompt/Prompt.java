package io.opadpo.dataset.prompt;

/**
 * A prompt of a set.
 *
 * @param id unique in its set
 * @param image SHA-256 of an image of the set's owner
 * @param question to ask about the image
 * @param standard the answer held for right; may be empty
 */
public record Prompt(String id, String image, String question, String standard) {}
