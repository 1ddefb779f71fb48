package io.opadpo.llava.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.config.LlavaConfigs;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.TinyLlava;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.DropReason;
import io.opadpo.llava.train.data.DropReport;
import io.opadpo.llava.train.data.ImageSource;
import io.opadpo.llava.train.data.NothingLeftException;
import io.opadpo.llava.train.data.Prepared;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsableSamplesTest {

    private static final Prompt PROMPT = new Prompt(new int[] {1, 5, 6}, 1);

    /** A sample is its answer's length. */
    private static Prepared.Item<Integer> item(String id, ImageSource image, int answer) {
        return new Prepared.Item<>(id, image, answer);
    }

    private static Prepared<Integer> usable(List<Prepared.Item<Integer>> items) {
        Prepared<Integer> data =
                new Prepared<>(items, new DropReport(items.size(), List.of(), List.of("short", "torn")));
        try (LlavaModel model = TinyLlava.load();
                ImagePipeline images = new ImagePipeline(TinyTraining.images(model))) {
            return UsableSamples.of("tiny", data, LlavaConfigs.of7b(), images, answer -> PROMPT, answer -> answer);
        }
    }

    @Test
    void whatCannotBeComputedIsDroppedAndListed() {
        ImageSource torn = ImageSource.inline(new byte[] {(byte) 0x89, 'P', 'N', 'G', 0});
        int most = 4096 - 576 - 3;
        Prepared<Integer> left =
                usable(List.of(item("short", null, most), item("long", null, most + 1), item("torn", torn, 1)));
        assertThat(left.items()).extracting(Prepared.Item::id).containsExactly("short");
        assertThat(left.report().counts()).isEqualTo(Map.of(DropReason.BEYOND_MODEL, 1, DropReason.BAD_IMAGE, 1));
        assertThat(left.report().read()).isEqualTo(3);
        assertThat(left.report().reportMismatches()).containsExactly("short");
        assertThat(left.report().dropped().get(1).detail()).contains("torn");
    }

    @Test
    void nothingLeftFailsAtOnce() {
        assertThatThrownBy(() -> usable(List.of(item("long", null, 5000))))
                .isInstanceOf(NothingLeftException.class)
                .hasMessageContaining("BEYOND_MODEL");
    }
}
