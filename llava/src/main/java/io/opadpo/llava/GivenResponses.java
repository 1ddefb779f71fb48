package io.opadpo.llava;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Responses to a question whose probability is asked.
 *
 * @param id name of the sample, for errors
 * @param image the picture the question is about, or {@code null} without one
 * @param question what the user asked
 * @param responses texts, each complete: the end token is scored with it
 * @param adapter name of a loaded adapter, or {@code null} for the base model
 */
public record GivenResponses(
        String id,
        @Nullable ImageSource image,
        String question,
        List<String> responses,
        @Nullable String adapter) {

    public GivenResponses {
        responses = List.copyOf(responses);
    }
}
