package io.opadpo.chat.work;

import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * One item to do.
 *
 * @param item its key within the job
 * @param work does it once subscribed to, and gives its output; ends in an {@link ItemFailure} or a {@link
 *     io.opadpo.chat.CallException} if it cannot be done
 */
public record Piece(String item, Mono<JsonNode> work) {}
