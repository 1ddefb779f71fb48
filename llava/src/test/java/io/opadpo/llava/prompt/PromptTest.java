package io.opadpo.llava.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.LlavaException;
import org.junit.jupiter.api.Test;

class PromptTest {

    private static final int IMAGE = 32_000;

    @Test
    void aRunOfPlaceholdersBecomesAPosition() {
        assertThat(Prompt.fromPlaceholders(new int[] {1, 5, IMAGE, IMAGE, IMAGE, 6}, IMAGE))
                .isEqualTo(new Prompt(new int[] {1, 5, 6}, 2));
        assertThat(Prompt.fromPlaceholders(new int[] {IMAGE}, IMAGE)).isEqualTo(new Prompt(new int[0], 0));
        assertThat(Prompt.fromPlaceholders(new int[] {1, IMAGE}, IMAGE)).isEqualTo(new Prompt(new int[] {1}, 1));
    }

    @Test
    void withoutPlaceholdersThereIsNoImage() {
        Prompt prompt = Prompt.fromPlaceholders(new int[] {1, 5}, IMAGE);
        assertThat(prompt.hasImage()).isFalse();
        assertThat(prompt.imageAt()).isEqualTo(-1);
        assertThat(prompt.length(576)).isEqualTo(2);
    }

    @Test
    void aSecondRunIsRefused() {
        assertThatThrownBy(() -> Prompt.fromPlaceholders(new int[] {1, IMAGE, 5, IMAGE}, IMAGE))
                .isInstanceOf(PromptException.class)
                .hasMessageContaining("id 3");
    }

    @Test
    void theImageCountsWithAllItsPositions() {
        assertThat(new Prompt(new int[] {1, 5, 6}, 2).length(576)).isEqualTo(579);
    }

    @Test
    void tooLongAPromptIsRefusedWithItsNumbers() {
        Prompt prompt = new Prompt(new int[] {1, 5, 6}, 2);
        prompt.requireFits("sample-7", 576, 579);
        assertThatThrownBy(() -> prompt.requireFits("sample-7", 576, 578))
                .isInstanceOf(LlavaException.class)
                .isInstanceOfSatisfying(PromptTooLongException.class, e -> {
                    assertThat(e.length()).isEqualTo(579);
                    assertThat(e.limit()).isEqualTo(578);
                })
                .hasMessageContainingAll("sample-7", "579", "578");
    }

    @Test
    void theArrayIsNotShared() {
        int[] ids = {1, 5};
        Prompt prompt = new Prompt(ids, -1);
        ids[0] = 9;
        prompt.ids()[1] = 9;
        assertThat(prompt.ids()).containsExactly(1, 5);
    }

    @Test
    void equalityGoesByContent() {
        Prompt prompt = new Prompt(new int[] {1, 5}, 1);
        assertThat(prompt)
                .isEqualTo(new Prompt(new int[] {1, 5}, 1))
                .hasSameHashCodeAs(new Prompt(new int[] {1, 5}, 1));
        assertThat(prompt).isNotEqualTo(new Prompt(new int[] {1, 5}, 2)).isNotEqualTo(new Prompt(new int[] {1, 6}, 1));
    }

    @Test
    void theImageStandsInsideThePrompt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Prompt(new int[] {1}, 2));
        assertThatIllegalArgumentException().isThrownBy(() -> new Prompt(new int[] {1}, -2));
    }
}
