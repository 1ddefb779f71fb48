package io.opadpo.feedback.judge;

import io.opadpo.chat.ChatReply;
import java.math.BigDecimal;

/**
 * A judge's reply.
 *
 * @param judge who gave it
 * @param reply what it said
 * @param key under which the reply is kept
 * @param cost in dollars, to this job: nothing for a reply that was there already
 * @param cached whether it was there already
 */
public record Judgement(Judge judge, ChatReply reply, String key, BigDecimal cost, boolean cached) {}
