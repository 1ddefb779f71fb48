package io.opadpo.rollout;

import io.opadpo.chat.ChatModel;

/**
 * Who answers a rollout.
 *
 * @param name by which the endpoint is asked
 * @param model what it stands for, as answers tell it
 * @param spaced whether answers begin with the space that parts them from the prompt: vLLM decodes a LLaMA tokenizer's
 *     first word with it. For the trainer-service, which does not, a space would be the policy's own
 */
record Policy(String name, ChatModel model, boolean spaced) {
    /** What the policy said, such that it makes the same tokens again behind the prompt. */
    String answer(String content) {
        return spaced && content.startsWith(" ") ? content.substring(1) : content;
    }
}
