package io.opadpo.llava.model;

import io.opadpo.llava.prompt.Prompt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt and the responses whose probability is asked.
 *
 * @param id name of the sample, for errors
 * @param prompt token ids
 * @param image features of its image, or {@code null} without one
 * @param responses token ids of each response, at least one, end token included where it is to be scored; none empty
 */
public record ScoringSample(
        String id, Prompt prompt, @Nullable VisionFeatures image, List<int[]> responses) {

    public ScoringSample {
        responses = List.copyOf(responses);
        if (prompt.hasImage() != (image != null)) {
            throw new IllegalArgumentException("sample " + id + ": prompt and image do not go together");
        }
        if (responses.isEmpty() || responses.stream().anyMatch(response -> response.length == 0)) {
            throw new IllegalArgumentException("sample " + id + " has no response, or an empty one");
        }
    }
}
