package io.opadpo.llava.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer depends on its request alone: not on its neighbours, their order, the slots, or when prompts are run. */
class IndependenceTest {

    private static SmallModel small;
    private static List<GenerationRequest> requests;
    private static Map<String, List<List<Integer>>> alone;

    @BeforeAll
    static void load() {
        small = new SmallModel();
        requests = requests();
        alone = new HashMap<>();
        requests.forEach(request -> alone.put(request.id(), ids(small.alone(request))));
    }

    @AfterAll
    static void close() {
        small.close();
    }

    /** Greedy and sampled, with image and without, with the adapter and without, short and long, one answer to five. */
    private static List<GenerationRequest> requests() {
        List<GenerationRequest> all = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            int tokens = 1 + (i * 7) % 30;
            Sampling sampling = i % 4 == 0
                    ? Sampling.greedy(tokens)
                    : Sampling.random(0.7 + 0.1 * i, i % 3 == 0 ? 12 : 0, i % 5 == 0 ? 0.8 : 1, tokens, i);
            GenerationRequest request = i % 2 == 0
                    ? SmallModel.image("r" + i, sampling)
                    : SmallModel.text("r" + i, sampling, 1, 5 + i, 9, 30 - i);
            all.add(request.withAdapter(i % 3 == 0 ? small.adapter : null).withSamples(1 + i % 5));
        }
        return all;
    }

    private static List<List<Integer>> ids(List<Answer> answers) {
        return answers.stream().map(Answer::ids).toList();
    }

    @ParameterizedTest
    @CsvSource({"8, 1000, 0", "64, 1000, 0", "3, 1000, 1", "2, 1, 2", "5, 30, 3", "1, 1000, 4", "7, 20, 5"})
    void neighboursSlotsAndOrderChangeNothing(int slots, int prefillRows, long shuffle) {
        List<GenerationRequest> order = new ArrayList<>(requests);
        if (shuffle > 0) {
            Collections.shuffle(order, new Random(shuffle));
        }
        try (Generator generator = small.generator(slots, prefillRows)) {
            List<List<Answer>> answers = generator.generate(order);
            for (int i = 0; i < order.size(); i++) {
                String id = order.get(i).id();
                assertThat(ids(answers.get(i))).as(id).isEqualTo(alone.get(id));
            }
        }
    }

    /** Slots that were used before, by longer sequences too, hold nothing that a later one sees. */
    @Test
    void usedSlotsLeaveNoTrace() {
        try (Generator generator = small.generator(3)) {
            for (int round = 0; round < 3; round++) {
                for (GenerationRequest request : requests) {
                    assertThat(ids(generator.generate(List.of(request)).get(0)))
                            .as("%s in round %d", request.id(), round)
                            .isEqualTo(alone.get(request.id()));
                }
            }
        }
    }

    @Test
    void answersOfOneRequestDifferAndCountFromTheSameStart() {
        Sampling sampling = Sampling.random(1, 0, 1, 20, 77);
        GenerationRequest request = SmallModel.image("many", sampling);
        try (Generator generator = small.generator(4)) {
            List<List<Integer>> six =
                    ids(generator.generate(List.of(request.withSamples(6))).get(0));
            assertThat(new HashSet<>(six)).hasSize(6);
            for (int n = 1; n < 6; n++) {
                assertThat(ids(generator
                                .generate(List.of(request.withSamples(n)))
                                .get(0)))
                        .isEqualTo(six.subList(0, n));
            }
        }
    }

    @Test
    void seedsDecide() {
        List<GenerationRequest> seeds = new ArrayList<>();
        for (long seed = 0; seed < 10; seed++) {
            seeds.add(SmallModel.image("seed " + seed, Sampling.random(1, 0, 1, 20, seed)));
            seeds.add(SmallModel.image("again " + seed, Sampling.random(1, 0, 1, 20, seed)));
        }
        try (Generator generator = small.generator(6)) {
            List<List<Integer>> ids = generator.generate(seeds).stream()
                    .map(answers -> answers.get(0).ids())
                    .toList();
            for (int i = 0; i < ids.size(); i += 2) {
                assertThat(ids.get(i)).isEqualTo(ids.get(i + 1));
            }
            assertThat(ids.stream().collect(Collectors.toSet())).hasSize(10);
        }
    }
}
