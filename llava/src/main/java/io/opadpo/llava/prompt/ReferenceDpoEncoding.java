package io.opadpo.llava.prompt;

import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Token ids of the OPA-DPO stage, as the method's published code makes them. They are not what {@link VicunaPrompt}
 * gives, and so not what the model reads when it generates:
 *
 * <ul>
 *   <li>the query has bos twice, and ends with a space token after {@code ASSISTANT:};
 *   <li>every response starts with another bos, and only then its text;
 *   <li>original and revised responses are tokenised sentence by sentence, each with the dummy prefix.
 * </ul>
 *
 * <p>For training that has to agree with the published results. Padding, eos and weights are the trainer's.
 *
 * @see <a href="https://arxiv.org/abs/2501.09695">Mitigating Hallucinations in Large Vision-Language Models via DPO</a>
 */
public final class ReferenceDpoEncoding {

    private final Tokenizer tokenizer;
    private final OptionalInt space;

    public ReferenceDpoEncoding(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.space = tokenizer.pieceId("▁");
    }

    /** The query with its image. */
    public Prompt encodeQuery(String question) {
        int[] beforeImage = tokenizer.encode(VicunaPrompt.SYSTEM + " USER: ");
        int[] afterImage = tokenizer.encode("\n" + question + " ASSISTANT: ");
        int[] bos = {tokenizer.bosId(), tokenizer.bosId()};
        return new Prompt(join(bos, beforeImage, afterImage), bos.length + beforeImage.length);
    }

    /** A standard response: bos, text, eos. */
    public int[] encodeStandard(String response) {
        return join(withBos(tokenizer.encode(response)), new int[] {tokenizer.eosId()});
    }

    /**
     * A revised response, one array for each sentence, without eos. The first sentence carries bos; an empty sentence
     * has no ids, and when it is the first, the response has no bos.
     */
    public List<int[]> encodeRevised(List<String> sentences) {
        List<int[]> encoded = new ArrayList<>();
        for (String sentence : sentences) {
            int[] ids = tokenizer.encode(sentence);
            encoded.add(encoded.isEmpty() && ids.length > 0 ? withBos(ids) : ids);
        }
        return encoded;
    }

    /** An original response: as a revised one, but a sentence other than the first loses a lone leading space token. */
    public List<int[]> encodeOriginal(List<String> sentences) {
        List<int[]> encoded = encodeRevised(sentences);
        for (int i = 1; i < encoded.size(); i++) {
            int[] ids = encoded.get(i);
            if (ids.length > 0 && space.isPresent() && ids[0] == space.getAsInt()) {
                encoded.set(i, Arrays.copyOfRange(ids, 1, ids.length));
            }
        }
        return encoded;
    }

    private int[] withBos(int[] ids) {
        return join(new int[] {tokenizer.bosId()}, ids);
    }

    private static int[] join(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(IntStream::of).toArray();
    }
}
