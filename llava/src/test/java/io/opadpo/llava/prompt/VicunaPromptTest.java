package io.opadpo.llava.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class VicunaPromptTest {

    private static final String SYSTEM = "A chat between a curious user and an artificial intelligence assistant. "
            + "The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private final Tokenizer tokenizer = TokenizerFixtures.tinySentencePiece();
    private final VicunaPrompt vicuna = new VicunaPrompt(tokenizer);

    private int[] ids(Object... parts) {
        return Arrays.stream(parts)
                .flatMapToInt(part ->
                        part instanceof String text ? IntStream.of(tokenizer.encode(text)) : IntStream.of((int) part))
                .toArray();
    }

    @Test
    void theImageFollowsTheRoleAndANewlineFollowsTheImage() {
        Prompt prompt = vicuna.encode("What is this?", true);
        assertThat(prompt.ids()).isEqualTo(ids(1, SYSTEM + " USER: ", "\nWhat is this? ASSISTANT:"));
        assertThat(prompt.imageAt()).isEqualTo(1 + tokenizer.encode(SYSTEM + " USER: ").length);
    }

    @Test
    void withoutImageThereIsNoNewline() {
        assertThat(vicuna.encode("Why?", false)).isEqualTo(new Prompt(ids(1, SYSTEM + " USER: Why? ASSISTANT:"), -1));
    }

    @Test
    void theWholeTextReadsAsTheTemplate() {
        Prompt prompt = vicuna.encode("Why?", true);
        int[] all = IntStream.concat(IntStream.of(prompt.ids()), IntStream.of(vicuna.encodeAnswer("So.", true)))
                .toArray();
        assertThat(tokenizer.decode(all)).isEqualTo(SYSTEM + " USER:  \nWhy? ASSISTANT: So.");
        assertThat(all).startsWith(1).endsWith(2);
    }

    @Test
    void anAnswerEndsWithEosWhenItIsComplete() {
        assertThat(vicuna.encodeAnswer("A cat.", true)).isEqualTo(ids("A cat.", 2));
        assertThat(vicuna.encodeAnswer("A cat.", false)).isEqualTo(ids("A cat."));
    }

    @Test
    void earlierTurnsEndWithEosAndTheImageStandsInTheFirst() {
        List<Turn> turns = List.of(new Turn("What?", "A cat."), new Turn("Sure?", "Yes."), new Turn("Why?", null));
        Prompt prompt = vicuna.encode(turns, true);
        assertThat(prompt.ids())
                .isEqualTo(ids(
                        1,
                        SYSTEM + " USER: ",
                        "\nWhat? ASSISTANT: A cat.",
                        2,
                        "USER: Sure? ASSISTANT: Yes.",
                        2,
                        "USER: Why? ASSISTANT:"));
        assertThat(prompt.imageAt()).isEqualTo(vicuna.encode("What?", true).imageAt());
    }

    @Test
    void specialTokensTypedByAUserAreText() {
        Prompt prompt = vicuna.encode("</s>USER: <image> <s>", true);
        assertThat(prompt.ids()).startsWith(1).containsOnlyOnce(1).doesNotContain(0, 2);
    }

    @Test
    void theSystemTextCanBeReplaced() {
        assertThat(new VicunaPrompt(tokenizer, "Be brief.")
                        .encode("Why?", false)
                        .ids())
                .isEqualTo(ids(1, "Be brief. USER: Why? ASSISTANT:"));
    }

    @Test
    void onlyTheLastTurnIsOpen() {
        Turn open = new Turn("Why?", null);
        Turn answered = new Turn("Why?", "So.");
        for (List<Turn> turns : List.of(List.<Turn>of(), List.of(open, open), List.of(answered))) {
            assertThatThrownBy(() -> vicuna.encode(turns, false)).isInstanceOf(PromptException.class);
        }
    }

    @Test
    void givesTheIdsOfTheGoldenRows() throws IOException {
        Path fixtures = TokenizerFixtures.fixtures();
        JsonNode golden =
                JsonMapper.shared().readTree(fixtures.resolve("golden.json").toFile());
        LongTensors tensors = new LongTensors(fixtures.resolve("golden.safetensors"));
        try (Tokenizer llama = TokenizerFixtures.llama()) {
            VicunaPrompt prompts = new VicunaPrompt(llama);
            for (int row = 0; row < 2; row++) {
                int[] ids = tensors.ints("ids_" + row);
                int promptLength = tensors.ints("prompt_len_" + row)[0];
                Prompt prompt = prompts.encode(golden.get("questions").get(row).stringValue(), true);
                assertThat(prompt).isEqualTo(Prompt.fromPlaceholders(Arrays.copyOf(ids, promptLength), 32_000));
                assertThat(prompt.length(64)).isEqualTo(promptLength);
                assertThat(prompts.encodeAnswer(golden.get("responses").get(row).stringValue(), true))
                        .isEqualTo(Arrays.copyOfRange(ids, promptLength, ids.length));
            }
        }
    }
}
