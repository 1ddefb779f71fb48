package io.opadpo.llava.train;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.DropReason;
import io.opadpo.llava.train.data.DropReport.Dropped;
import io.opadpo.llava.train.data.Prepared;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/** Samples that a model can compute: they fit its positions, and their images can be read. Better told now than in hours. */
final class UsableSamples {

    private UsableSamples() {}

    /**
     * The data without samples that cannot be computed, which its report lists. Decodes every image once.
     *
     * @param name of the data, for errors
     * @param prompt a sample's prompt
     * @param answerTokens tokens of its longest answer
     * @throws io.opadpo.llava.train.data.NothingLeftException if none is left
     */
    static <T> Prepared<T> of(
            String name,
            Prepared<T> data,
            LlavaConfig config,
            ImagePipeline images,
            Function<T, Prompt> prompt,
            ToIntFunction<T> answerTokens) {
        List<Dropped> dropped = new ArrayList<>();
        Map<String, String> unreadable = images.unreadable(data.items());
        int limit = config.text().maxPositions();
        for (Prepared.Item<T> item : data.items()) {
            int positions =
                    prompt.apply(item.encoded()).length(config.imageTokens()) + answerTokens.applyAsInt(item.encoded());
            String fault = unreadable.get(item.id());
            if (positions > limit) {
                dropped.add(new Dropped(
                        item.id(),
                        DropReason.BEYOND_MODEL,
                        "prompt and answer take " + positions + " positions, the model has " + limit));
            } else if (fault != null) {
                dropped.add(new Dropped(item.id(), DropReason.BAD_IMAGE, fault));
            }
        }
        return dropped.isEmpty() ? data : data.without(name, dropped);
    }
}
