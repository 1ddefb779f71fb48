package io.opadpo.llava.prompt;

import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Vicuna v1, the format LLaVA-1.5 was trained on:
 *
 * <pre>{@code <s>SYSTEM USER: <image>\nQUESTION ASSISTANT: ANSWER</s>USER: QUESTION ASSISTANT: ANSWER</s>}</pre>
 *
 * <p>Ids come from tokenising the text between special tokens piece by piece, each with the tokenizer's dummy prefix:
 *
 * <ul>
 *   <li>{@code SYSTEM USER: }, whose last space is a token of its own before the image,
 *   <li>{@code \nQUESTION ASSISTANT:} after the image, or all of it up to here at once when there is none,
 *   <li>{@code ANSWER}, whose dummy prefix is the space after the colon,
 *   <li>{@code USER: QUESTION ASSISTANT:} after an eos.
 * </ul>
 *
 * <p>Tokenising question and answer together gives the same, as LLaMA has no piece with a space behind another
 * character. Questions and answers are taken as they are: not trimmed, and special tokens in them are plain text.
 */
public final class VicunaPrompt {

    /** The system text of Vicuna v1. */
    public static final String SYSTEM = "A chat between a curious user and an artificial intelligence assistant. "
            + "The assistant gives helpful, detailed, and polite answers to the user's questions.";

    private final Tokenizer tokenizer;
    private final String system;

    public VicunaPrompt(Tokenizer tokenizer) {
        this(tokenizer, SYSTEM);
    }

    /** With another system text, for which the model was not trained. */
    public VicunaPrompt(Tokenizer tokenizer, String system) {
        this.tokenizer = tokenizer;
        this.system = system;
    }

    /** The prompt for a first answer. */
    public Prompt encode(String question, boolean image) {
        return encode(List.of(new Turn(question, null)), image);
    }

    /**
     * The prompt for the next answer of a conversation; the image belongs to the first question.
     *
     * @throws PromptException when there is no turn, or not exactly the last one is without an answer
     */
    public Prompt encode(List<Turn> turns, boolean image) {
        if (turns.isEmpty()) {
            throw new PromptException("A conversation has at least one turn");
        }
        IntStream.Builder ids = IntStream.builder().add(tokenizer.bosId());
        int imageAt = -1;
        for (int i = 0; i < turns.size(); i++) {
            Turn turn = turns.get(i);
            String start = i == 0 ? system + " USER: " : "USER: ";
            if (i == 0 && image) {
                int[] beforeImage = tokenizer.encode(start);
                addAll(ids, beforeImage);
                imageAt = 1 + beforeImage.length;
                start = "\n";
            }
            addAll(ids, tokenizer.encode(start + turn.question() + " ASSISTANT:"));
            String answer = turn.answer();
            if ((answer == null) != (i == turns.size() - 1)) {
                throw new PromptException("Turn " + i + (answer == null ? " has no answer" : " is answered already"));
            }
            if (answer != null) {
                addAll(ids, encodeAnswer(answer, true));
            }
        }
        return new Prompt(ids.build().toArray(), imageAt);
    }

    /**
     * Ids of an answer as they follow the prompt.
     *
     * @param eos whether the answer is complete
     */
    public int[] encodeAnswer(String answer, boolean eos) {
        IntStream ids = IntStream.of(tokenizer.encode(answer));
        return (eos ? IntStream.concat(ids, IntStream.of(tokenizer.eosId())) : ids).toArray();
    }

    private static void addAll(IntStream.Builder builder, int[] ids) {
        for (int id : ids) {
            builder.add(id);
        }
    }
}
