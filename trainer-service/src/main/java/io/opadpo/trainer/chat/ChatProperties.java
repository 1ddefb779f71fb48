package io.opadpo.trainer.chat;

import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How chat requests are answered.
 *
 * @param maxTokens length of an answer where the request asks for none
 * @param maxOpen requests at once; one more is refused with 429. Each holds its picture and a thread
 */
@Validated
@ConfigurationProperties("opadpo.trainer.chat")
record ChatProperties(
        @DefaultValue("896") @Min(1) int maxTokens,
        @DefaultValue("128") @Min(1) int maxOpen) {}
