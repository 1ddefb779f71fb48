package io.opadpo.chat;

import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A reply with a status of success.
 *
 * @param mediaType what the body is said to be, or null
 * @param body all of it
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record HttpReply(@Nullable MediaType mediaType, byte[] body) {
    /** The body as JSON; throws a {@link CallException} if it is none. */
    public JsonNode json() {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException e) {
            throw new CallException(CallFailure.MALFORMED_RESPONSE, "The response is not JSON", e);
        }
    }
}
