package io.opadpo.llava.train.data;

import static io.opadpo.llava.train.data.Samples.good;
import static io.opadpo.llava.train.data.Samples.report;
import static io.opadpo.llava.train.data.Samples.right;
import static io.opadpo.llava.train.data.Samples.sample;
import static io.opadpo.llava.train.data.Samples.sentence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.TokenizerFixtures;
import io.opadpo.llava.train.data.DropReport.Dropped;
import io.opadpo.llava.train.data.Prepared.Item;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PreparationTest {

    @TempDir
    private Path folder;

    private final Tokenizer tokenizer = TokenizerFixtures.tinySentencePiece();
    private final EncodingOptions options = EncodingOptions.DEFAULT.withLengths(250, 100);

    private Prepared<EncodedPreference> prepare(PreferenceSample... samples) {
        return prepare(options, samples);
    }

    private Prepared<EncodedPreference> prepare(EncodingOptions options, PreferenceSample... samples) {
        PreferenceEncoder encoder = new PreferenceEncoder(tokenizer, options);
        return Preparation.prepare("test", SampleSource.of(Arrays.asList(samples)), encoder);
    }

    @Test
    void goodSamplesStayInOrder() {
        Prepared<EncodedPreference> prepared = prepare(good("a"), good("b"));
        assertThat(prepared.items()).extracting(Item::id).containsExactly("a", "b");
        assertThat(prepared.items().get(0).encoded())
                .isEqualTo(new PreferenceEncoder(tokenizer, options).encode(good("a")));
        assertThat(prepared.items().get(0).image()).isEqualTo(ImageSource.inline(Samples.PIXELS));
        assertThat(prepared.report()).isEqualTo(new DropReport(2, List.of(), List.of()));
    }

    @Test
    void eachDroppedSampleHasItsReason() {
        Report report = report(right("A cat."));
        String stuck = "very ".repeat(40).strip();
        DropReport drops = prepare(
                        good("good"),
                        good("good"),
                        sample("silent", "S.", "A cat.", null),
                        sample("parrot", "S.", "A cat. A dog. A cat.", report),
                        sample("stuck", "S.", stuck, report(right("very"))),
                        sample("gone", "S.", "A cat.", report(sentence("A cat.", " ", 1, ErrorType.CORRECT))),
                        sample("no standard", " ", "A cat.", report),
                        sample("no original", "S.", "", report),
                        new PreferenceSample("blind", null, "What?", "S.", "A cat.", null, report),
                        new PreferenceSample(
                                "lost", ImageSource.file(folder, "x.png"), "What?", "S.", "A cat.", null, report),
                        new PreferenceSample(
                                "curious",
                                ImageSource.inline(Samples.PIXELS),
                                "why ".repeat(200),
                                "S.",
                                "A cat.",
                                null,
                                report),
                        sample("wordy", "xyz ".repeat(100), "A cat.", report))
                .report();
        assertThat(drops.dropped())
                .extracting(Dropped::id, Dropped::reason)
                .containsExactly(
                        tuple("good", DropReason.DUPLICATE_ID),
                        tuple("silent", DropReason.NO_REPORT),
                        tuple("parrot", DropReason.REPEATED_SENTENCE),
                        tuple("stuck", DropReason.REPEATED_WORD),
                        tuple("gone", DropReason.EMPTY_REVISED),
                        tuple("no standard", DropReason.EMPTY_RESPONSE),
                        tuple("no original", DropReason.EMPTY_RESPONSE),
                        tuple("blind", DropReason.NO_IMAGE),
                        tuple("lost", DropReason.NO_IMAGE),
                        tuple("curious", DropReason.PROMPT_TOO_LONG),
                        tuple("wordy", DropReason.RESPONSE_TOO_LONG));
        assertThat(drops.read()).isEqualTo(12);
        assertThat(drops.kept()).isEqualTo(1);
        assertThat(drops.dropped())
                .allSatisfy(drop -> assertThat(drop.detail()).isNotBlank().doesNotContain(drop.id() + ":"));
    }

    @Test
    void theFirstRuleBrokenCounts() {
        assertThat(prepare(good("a"), sample("b", "", "A cat. A cat.", null))
                        .report()
                        .counts())
                .containsExactly(Map.entry(DropReason.NO_REPORT, 1));
        assertThat(prepare(good("a"), sample("b", "", "A cat. A cat.", report(right("A cat."))))
                        .report()
                        .counts())
                .containsExactly(Map.entry(DropReason.REPEATED_SENTENCE, 1));
    }

    @Test
    void whatIsNotRequiredMayBeMissing() {
        EncodingOptions lenient = new EncodingOptions(Encoding.TIDY, 250, 100, false, false);
        PreferenceSample bare = new PreferenceSample("bare", null, "What?", "S.", "A cat.", "A dog.", null);
        Prepared<EncodedPreference> prepared = prepare(lenient, bare);
        assertThat(prepared.items().get(0).image()).isNull();
        assertThat(prepared.items().get(0).encoded().original().scores()).endsWith(1, 0);
        assertThat(prepare(good("a"), bare).report().counts()).containsKey(DropReason.NO_REPORT);
    }

    @Test
    void aReportThatDoesNotMatchIsOnlyNoted() {
        DropReport drops = prepare(good("a"), sample("b", "S.", "A dog.", report(right("A cat."))))
                .report();
        assertThat(drops.reportMismatches()).containsExactly("b");
        assertThat(drops.kept()).isEqualTo(2);
    }

    @Test
    void withNothingLeftItFailsAtOnceWithTheCounts() {
        assertThatThrownBy(() -> prepare(sample("a", "S.", "A cat.", null), sample("b", "S.", "A cat.", null)))
                .isInstanceOf(LlavaException.class)
                .isInstanceOfSatisfying(
                        NothingLeftException.class,
                        e -> assertThat(e.report().dropped()).hasSize(2))
                .hasMessageContainingAll("test", "of 2 samples", "NO_REPORT=2");
        assertThatThrownBy(() -> prepare()).isInstanceOf(NothingLeftException.class);
    }

    @Test
    void theReportIsJson() {
        DropReport drops =
                new DropReport(3, List.of(new Dropped("a\"b", DropReason.NO_IMAGE, "no image")), List.of("c"));
        JsonNode json = JsonMapper.shared().readTree(drops.toJson());
        assertThat(json).isEqualTo(JsonMapper.shared().readTree("""
                {"read": 3, "kept": 2, "counts": {"NO_IMAGE": 1},
                 "dropped": [{"id": "a\\"b", "reason": "NO_IMAGE", "detail": "no image"}],
                 "report_mismatches": ["c"]}"""));
    }
}
