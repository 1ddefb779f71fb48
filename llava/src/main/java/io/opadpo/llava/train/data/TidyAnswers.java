package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.tokenizer.StreamingDecoder;
import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.List;
import java.util.function.IntFunction;

/** Ids as the model writes them; weights are laid over them by where each token starts in the text. */
final class TidyAnswers implements AnswerEncoding {

    private final Tokenizer tokenizer;
    private final VicunaPrompt prompts;

    TidyAnswers(Tokenizer tokenizer) {
        this.tokenizer = tokenizer;
        this.prompts = new VicunaPrompt(tokenizer);
    }

    @Override
    public Prompt prompt(PreferenceSample sample) {
        return prompts.encode(sample.question(), sample.image() != null);
    }

    @Override
    public int[] standard(String answer) {
        return prompts.encodeAnswer(answer, true);
    }

    @Override
    public WeightedTokens.Builder original(PreferenceSample sample) {
        Report report = sample.report();
        return weighted(sample.original(), report == null ? List.of() : report.copied(), sample);
    }

    @Override
    public WeightedTokens.Builder revised(PreferenceSample sample) {
        Report report = sample.report();
        return weighted(sample.revisedAnswer(), report == null ? List.of() : report.rewritten(), sample);
    }

    private WeightedTokens.Builder weighted(String answer, List<String> sentences, PreferenceSample sample) {
        Report report = sample.report();
        SentenceAlignment alignment = new SentenceAlignment(answer, sentences);
        IntFunction<TokenWeights> weightsAt = report == null || !alignment.matches()
                ? position -> TokenWeights.NEUTRAL
                : position -> report.weights(alignment.sentenceAt(position));
        WeightedTokens.Builder tokens = new WeightedTokens.Builder();
        StreamingDecoder decoder = tokenizer.streamingDecoder();
        int position = 0;
        for (int id : prompts.encodeAnswer(answer, false)) {
            tokens.add(id, weightsAt.apply(position));
            // Decoding gives back the text, so its length so far is where the next token starts.
            position += decoder.push(id).length();
        }
        return tokens;
    }
}
