package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** When answers end, and that listeners hear what is delivered. */
class AnswerEndTest {

    private static final int EOS = 2;

    private static SmallModel small;
    private static Generator generator;

    @BeforeAll
    static void load() {
        small = new SmallModel();
        generator = small.generator(5);
    }

    @AfterAll
    static void close() {
        generator.close();
        small.close();
    }

    private static Answer answer(Sampling sampling) {
        return generator
                .generate(List.of(SmallModel.image("x", sampling)))
                .get(0)
                .get(0);
    }

    private static List<Answer> manyAnswers(Sampling sampling) {
        return generator
                .generate(List.of(SmallModel.image("x", sampling).withSamples(60)))
                .get(0);
    }

    @Test
    void theEndTokenEndsAndNothingElseHoldsOne() {
        List<Answer> answers = manyAnswers(Sampling.random(1.5, 0, 1, 30, 1));
        Map<FinishReason, Long> reasons =
                answers.stream().collect(Collectors.groupingBy(Answer::finish, Collectors.counting()));
        assertThat(reasons).containsOnlyKeys(FinishReason.END, FinishReason.LENGTH);
        for (Answer answer : answers) {
            int end = answer.ids().indexOf(EOS);
            assertThat(answer.finish() == FinishReason.END).isEqualTo(end >= 0);
            assertThat(end).isIn(-1, answer.ids().size() - 1);
            assertThat(answer.logProbs()).hasSameSizeAs(answer.ids());
        }
    }

    @Test
    void lengthIsThatAskedForWhereNothingEndsBefore() {
        for (int tokens : new int[] {1, 2, 17}) {
            Answer answer = answer(Sampling.random(1.5, 0, 1, tokens, 1).withMinTokens(tokens));
            assertThat(answer.ids()).hasSize(tokens).doesNotContain(EOS);
            assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
        }
    }

    /** At this temperature all tokens are about equally likely, the end among them. */
    @Test
    void noAnswerEndsBeforeTheMinimumButSomeRightAfter() {
        Sampling sampling = Sampling.random(100, 0, 1, 7, 4).withMinTokens(6);
        List<Answer> answers = generator
                .generate(List.of(SmallModel.image("x", sampling).withSamples(400)))
                .get(0);
        assertThat(answers).allSatisfy(answer -> assertThat(answer.ids()).hasSize(7));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.ids().subList(0, 6)).doesNotContain(EOS));
        assertThat(answers).anySatisfy(answer -> assertThat(answer.ids()).endsWith(EOS));
    }

    @Test
    void aFullSlotEndsTheAnswer() {
        int room = SmallModel.POSITIONS
                - SmallModel.image("x", Sampling.greedy(1)).prompt().length(SmallModel.IMAGE_TOKENS);
        Answer answer = answer(Sampling.random(1.5, 0, 1, 1000, 1).withMinTokens(1000));
        assertThat(answer.ids()).hasSize(room);
        assertThat(answer.finish()).isEqualTo(FinishReason.LENGTH);
        try (Generator narrow = new Generator(small.model, small.tokenizer, new GeneratorOptions(2, 20, 100))) {
            Sampling sampling = Sampling.random(1.5, 0, 1, 1000, 1).withMinTokens(1000);
            Answer cut = narrow.generate(List.of(SmallModel.image("x", sampling)))
                    .get(0)
                    .get(0);
            assertThat(cut.ids()).isEqualTo(answer.ids().subList(0, room - SmallModel.POSITIONS + 20));
        }
    }

    @Test
    void topKBeyondTheVocabularyKeepsAll() {
        Answer all = answer(Sampling.random(1, 0, 1, 20, 5));
        assertThat(answer(Sampling.random(1, 1_000_000, 1, 20, 5)).ids()).isEqualTo(all.ids());
        assertThat(answer(Sampling.random(1, Integer.MAX_VALUE, 1, 20, 5)).ids())
                .isEqualTo(all.ids());
    }

    @Test
    void vanishingTemperaturesAreGreedy() {
        List<Integer> greedy = answer(Sampling.greedy(20)).ids();
        for (double temperature : new double[] {1e-300, 1e-40, 1e-10}) {
            assertThat(answer(Sampling.random(temperature, 0, 1, 20, 5)).ids()).isEqualTo(greedy);
        }
    }

    /** Every piece of the text in turn as the stop string: the answer ends with the token that completes it. */
    @Test
    void everyPartOfATextStopsIt() {
        Sampling sampling = IntStream.range(0, 100)
                .mapToObj(seed -> Sampling.random(1, 0, 1, 14, seed))
                .filter(candidate -> answer(candidate).finish() == FinishReason.LENGTH)
                .findFirst()
                .orElseThrow();
        Answer whole = answer(sampling);
        String text = whole.text();
        assertThat(text).hasSizeGreaterThan(8);
        for (int start = 0; start < text.length(); start++) {
            String stop = text.substring(start, Math.min(text.length(), start + 3));
            Answer answer = answer(sampling.withStop(stop));
            assertThat(answer.finish()).isEqualTo(FinishReason.STOP);
            assertThat(answer.text()).isEqualTo(text.substring(0, text.indexOf(stop)));
            assertThat(answer.ids())
                    .isEqualTo(whole.ids().subList(0, answer.ids().size()));
        }
    }

    @Test
    void stopsWaitForTheMinimum() {
        Sampling sampling = Sampling.random(1, 0, 1, 20, 9).withMinTokens(20);
        Answer whole = answer(sampling);
        String first = whole.text().substring(0, 1);
        Answer stopped = answer(sampling.withStop(first));
        assertThat(stopped.ids()).isEqualTo(whole.ids());
        assertThat(answer(sampling.withMinTokens(0).withStop(first)).text()).isEmpty();
    }

    @Test
    void listenersHearExactlyTheText() {
        Map<String, StringBuilder> heard = new HashMap<>();
        AnswerListener listener = (request, sample, text) -> {
            assertThat(text).isNotEmpty();
            heard.computeIfAbsent(request + sample, key -> new StringBuilder()).append(text);
        };
        List<GenerationRequest> requests = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            Sampling sampling = Sampling.random(1.2, 0, 1, 25, i).withStop("0", ":9", "1;", "\t");
            requests.add(SmallModel.image("r" + i + "/", sampling)
                    .withSamples(1 + i % 3)
                    .withListener(listener));
        }
        List<List<Answer>> answers = generator.generate(requests);
        for (int i = 0; i < requests.size(); i++) {
            for (int sample = 0; sample < answers.get(i).size(); sample++) {
                StringBuilder text = heard.getOrDefault("r" + i + "/" + sample, new StringBuilder());
                assertThat(text.toString()).isEqualTo(answers.get(i).get(sample).text());
            }
        }
        assertThat(answers.stream().flatMap(List::stream).map(Answer::finish)).contains(FinishReason.STOP);
    }
}
