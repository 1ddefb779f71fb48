package io.opadpo.llava.model;

import io.opadpo.llava.prompt.Prompt;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A prompt and the responses whose probability is asked.
 *
 * @param id name of the sample, for errors
 * @param prompt token ids
 * @param image features of its image, or {@code null} without one, or where pixels are given
 * @param pixels {@code [3, S, S]} of its image, where tower and projector are to be run with gradients, else {@code null}
 * @param responses token ids of each response, at least one, end token included where it is to be scored; none empty
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the device
public record ScoringSample(
        String id, Prompt prompt, @Nullable VisionFeatures image, float @Nullable [] pixels, List<int[]> responses) {

    public ScoringSample {
        responses = List.copyOf(responses);
        if ((image != null && pixels != null) || prompt.hasImage() != (image != null || pixels != null)) {
            throw new IllegalArgumentException("sample " + id + ": prompt and image do not go together");
        }
        if (responses.isEmpty() || responses.stream().anyMatch(response -> response.length == 0)) {
            throw new IllegalArgumentException("sample " + id + " has no response, or an empty one");
        }
    }

    /** A sample whose image, if it has one, is given as features. */
    public ScoringSample(String id, Prompt prompt, @Nullable VisionFeatures image, List<int[]> responses) {
        this(id, prompt, image, null, responses);
    }

    /** A sample whose image is given as pixels. */
    public static ScoringSample ofPixels(String id, Prompt prompt, float[] pixels, List<int[]> responses) {
        return new ScoringSample(id, prompt, null, pixels, responses);
    }
}
