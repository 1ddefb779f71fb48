package io.opadpo.llava.train.data;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.ReferenceDpoEncoding;
import io.opadpo.llava.tokenizer.Tokenizer;
import java.util.ArrayList;
import java.util.List;

/** The published code's ids, sentence by sentence. */
final class ReferenceAnswers implements AnswerEncoding {

    private final ReferenceDpoEncoding encoding;

    ReferenceAnswers(Tokenizer tokenizer) {
        encoding = new ReferenceDpoEncoding(tokenizer);
    }

    @Override
    public Prompt prompt(PreferenceSample sample) {
        return encoding.encodeQuery(sample.question());
    }

    @Override
    public int[] standard(String answer) {
        return encoding.encodeStandard(answer);
    }

    @Override
    public WeightedTokens.Builder original(PreferenceSample sample) {
        Report report = sample.report();
        if (report == null) {
            return whole(sample.original());
        }
        List<String> sentences = new ArrayList<>(report.copied());
        // For the published code Added is one more sentence here, which takes the rest of the text and is then left
        // out.
        if (report.added() != null) {
            sentences.add("");
        }
        List<String> completed = new SentenceAlignment(sample.original(), sentences).completed();
        return weighted(
                encoding.encodeOriginal(completed.subList(0, report.sentences().size())), report);
    }

    @Override
    public WeightedTokens.Builder revised(PreferenceSample sample) {
        Report report = sample.report();
        return report == null
                ? whole(sample.revisedAnswer())
                : weighted(encoding.encodeRevised(report.rewritten()), report);
    }

    private WeightedTokens.Builder whole(String answer) {
        return new WeightedTokens.Builder()
                .addAll(encoding.encodeRevised(List.of(answer)).get(0), TokenWeights.NEUTRAL);
    }

    private static WeightedTokens.Builder weighted(List<int[]> sentences, Report report) {
        WeightedTokens.Builder tokens = new WeightedTokens.Builder();
        for (int i = 0; i < sentences.size(); i++) {
            tokens.addAll(sentences.get(i), report.weights(i));
        }
        return tokens;
    }
}
