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
 * @param imageRows positions of its image that can be attended to, ascending, or {@code null} for all. Nobody sees the
 *     others; the rest of the sequence stays at the positions it has behind a whole image
 * @param responses token ids of each response, at least one, end token included where it is to be scored; none empty
 * @param entropies whether entropies are asked as well. The sample's values are then twice as many arrays: the
 *     log-probabilities of each response's tokens, then for each response, in nats, the entropies of the distributions
 *     over the whole vocabulary that these tokens come from
 */
@SuppressWarnings("ArrayRecordComponent") // handed straight to the device
public record ScoringSample(
        String id,
        Prompt prompt,
        @Nullable VisionFeatures image,
        float @Nullable [] pixels,
        int @Nullable [] imageRows,
        List<int[]> responses,
        boolean entropies) {

    public ScoringSample {
        responses = List.copyOf(responses);
        boolean hasImage = image != null || pixels != null;
        if ((image != null && pixels != null) || prompt.hasImage() != hasImage || (imageRows != null && !hasImage)) {
            throw new IllegalArgumentException("sample " + id + ": prompt and image do not go together");
        }
        if (responses.isEmpty() || responses.stream().anyMatch(response -> response.length == 0)) {
            throw new IllegalArgumentException("sample " + id + " has no response, or an empty one");
        }
    }

    /** A sample whose image, if it has one, is given as features or as pixels, and seen whole. */
    public ScoringSample(
            String id,
            Prompt prompt,
            @Nullable VisionFeatures image,
            float @Nullable [] pixels,
            List<int[]> responses) {
        this(id, prompt, image, pixels, null, responses, false);
    }

    /** A sample whose image, if it has one, is given as features. */
    public ScoringSample(String id, Prompt prompt, @Nullable VisionFeatures image, List<int[]> responses) {
        this(id, prompt, image, null, responses);
    }

    /** A sample whose image is given as pixels. */
    public static ScoringSample ofPixels(String id, Prompt prompt, float[] pixels, List<int[]> responses) {
        return new ScoringSample(id, prompt, null, pixels, responses);
    }

    /** The same, seeing only some positions of its image; {@code null} for all. */
    public ScoringSample withImageRows(int @Nullable [] rows) {
        return new ScoringSample(id, prompt, image, pixels, rows, responses, entropies);
    }

    /** The same, with entropies asked as well. */
    public ScoringSample withEntropies() {
        return new ScoringSample(id, prompt, image, pixels, imageRows, responses, true);
    }

    /** Rows of the prompt, for a model whose images take {@code imageTokens} positions. */
    int promptRows(int imageTokens) {
        return prompt.length(imageRows == null ? imageTokens : imageRows.length);
    }
}
