package io.opadpo.trainer.benchmark.chair;

/**
 * An object's mention in a text.
 *
 * @param object its canonical name
 * @param start first character
 * @param end the character after the last one
 */
record Mention(String object, int start, int end) {}
