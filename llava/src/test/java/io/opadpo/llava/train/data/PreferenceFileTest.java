package io.opadpo.llava.train.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.llava.tokenizer.TokenizerFixtures;
import io.opadpo.llava.train.data.Prepared.Item;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PreferenceFileTest {

    private static final String REPORT = "{\"0\": {\"copied_content\": \"A cat.\", \"rewritten_content\": \"A dog.\"}}";
    private static final String GOOD = "{\"id\": \"%s\", \"image\": \"cat.png\", \"question\": \"What?\","
            + " \"standard\": \"S.\", \"original\": \"A cat.\", \"report\": " + REPORT + "}";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void image() throws IOException {
        file = folder.resolve("data.jsonl");
        Files.write(folder.resolve("cat.png"), Samples.PIXELS);
    }

    private PreferenceFile open(String... lines) throws IOException {
        return open(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    }

    private PreferenceFile open(byte[] bytes) throws IOException {
        return PreferenceFile.open(Files.write(file, bytes));
    }

    private PreferenceSample one(String line) throws IOException {
        try (PreferenceFile samples = open(line)) {
            return samples.next();
        }
    }

    private static String line(String fields) {
        return "{\"id\": 7, \"question\": \"Q\", \"standard\": \"S\", \"original\": \"O\"" + fields + "}";
    }

    @Test
    void readsEveryField() throws IOException {
        PreferenceSample sample = one(GOOD.formatted("a-1").replace("}}}", "}}, \"revised\": \"é\", \"more\": 1}"));
        assertThat(sample)
                .isEqualTo(new PreferenceSample(
                        "a-1",
                        ImageSource.file(folder, "cat.png"),
                        "What?",
                        "S.",
                        "A cat.",
                        "é",
                        Report.parse("a-1", REPORT)));
        assertThat(sample.image().bytes()).isEqualTo(Samples.PIXELS);
    }

    @Test
    void whatIsOptionalMayBeMissing() throws IOException {
        assertThat(one(line(""))).isEqualTo(new PreferenceSample("7", null, "Q", "S", "O", null, null));
        assertThat(one(line(", \"image\": null, \"report\": null, \"revised\": null")))
                .isEqualTo(one(line("")));
        assertThat(one(line(", \"report\": \"\"")).report()).isNull();
    }

    @Test
    void aReportMayBeTheCorrectorsReply() throws IOException {
        String reply = "```json\\n" + REPORT.replace("\"", "\\\"") + "\\n```";
        PreferenceSample sample = one(line(", \"report\": \"" + reply + "\""));
        assertThat(sample.report()).isEqualTo(Report.parse("7", REPORT));
        assertThat(sample.revisedAnswer()).isEqualTo("A dog.");
    }

    @Test
    void anImageMayBeADataUrl() throws IOException {
        String base64 = Base64.getEncoder().encodeToString(Samples.PIXELS);
        ImageSource image = one(line(", \"image\": \"data:image/png;base64," + base64 + "\""))
                .image();
        assertThat(image).isEqualTo(ImageSource.inline(Samples.PIXELS));
        assertThat(image.sha256())
                .isEqualTo(ImageSource.file(folder, "cat.png").sha256())
                .isEqualTo("039058c6f2c0cb492c533b0a4d14ef77cc0f78abccced5287d84a1a2011cfb81");
    }

    @Test
    void readsLinesOneByOneAndSkipsBlankOnes() throws IOException {
        try (PreferenceFile samples = open(GOOD.formatted("a") + "\r", " ", "", GOOD.formatted("b"), "")) {
            assertThat(samples.next().id()).isEqualTo("a");
            assertThat(samples.next().id()).isEqualTo("b");
            assertThat(samples.next()).isNull();
            assertThat(samples.next()).isNull();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nonsense|not JSON",
                "[]|not a JSON object",
                "{} {}|not JSON",
                "{\"id\": \"a\", \"id\": \"b\"}|not JSON",
                "{\"id\": \"a\"}|question is missing",
                "{\"question\": \"Q\"}|id is missing",
                "{\"id\": 1.5}|id is not a string",
                "{\"id\": \"a\\nb\"}|printable",
                "{\"id\": \"\"}|printable",
                "{\"id\": \"a\", \"question\": [1]}|question is not a string",
                "{\"id\": \"a\", \"image\": 3}|image is not a string",
                "{\"id\": \"a\", \"image\": \"../x.png\"}|../x.png",
                "{\"id\": \"a\", \"image\": \"/etc/passwd\"}|/etc/passwd",
                "{\"id\": \"a\", \"image\": \"\\u0000\"}|not a path",
                "{\"id\": \"a\", \"image\": \"data:image/png,xyz\"}|without base64",
                "{\"id\": \"a\", \"image\": \"data:image/png;base64,$\"}|not base64",
                "{\"id\": \"a\", \"image\": \"data:image/png;base64,\"}|0 bytes",
            })
    void badLinesNameFileAndLineAndReadingGoesOn(String bad, String problem) throws IOException {
        try (PreferenceFile samples = open("", bad, GOOD.formatted("next"))) {
            assertThatThrownBy(samples::next)
                    .isInstanceOfSatisfying(SampleException.class, e -> {
                        assertThat(e.reason()).isEqualTo(DropReason.UNREADABLE);
                        assertThat(e.sample()).isEqualTo(file + ":2");
                    })
                    .hasMessageContaining(file + ":2: ")
                    .hasMessageContaining(problem);
            assertThat(samples.next().id()).isEqualTo("next");
        }
    }

    @Test
    void aBadReportNamesItsSample() throws IOException {
        try (PreferenceFile samples = open(line(", \"report\": {\"0\": 1}"), line(", \"report\": \"sorry\""))) {
            for (int i = 0; i < 2; i++) {
                assertThatThrownBy(samples::next)
                        .isInstanceOfSatisfying(
                                ReportException.class,
                                e -> assertThat(e.sample()).isEqualTo("7"));
            }
        }
    }

    @Test
    void textsAndLinesAreBounded() throws IOException {
        String longText = "a".repeat(PreferenceSample.MAX_TEXT + 1);
        try (PreferenceFile samples = open(line(", \"revised\": \"" + longText + "\""), GOOD.formatted("next"))) {
            assertThatThrownBy(samples::next).hasMessageContainingAll(":1: ", "65537 characters");
            assertThat(samples.next().id()).isEqualTo("next");
        }
        byte[] text = "12345\n123456\n12".getBytes(StandardCharsets.US_ASCII);
        try (LineReader lines = new LineReader(new ByteArrayInputStream(text), 5)) {
            assertThat(lines.next().bytes()).hasSize(5);
            assertThat(lines.next().bytes()).isNull();
            assertThat(lines.next().bytes()).hasSize(2);
            assertThat(lines.next()).isNull();
        }
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        byte[] bytes = GOOD.formatted("\u00e9").getBytes(StandardCharsets.ISO_8859_1);
        try (PreferenceFile samples = open(bytes)) {
            assertThatThrownBy(samples::next)
                    .isInstanceOf(SampleException.class)
                    .hasMessageContaining(file + ":1");
        }
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatThrownBy(() -> PreferenceFile.open(folder.resolve("no.jsonl")))
                .isInstanceOf(DataException.class)
                .hasMessageContaining("no.jsonl");
    }

    @Test
    void preparationListsBadLines() throws IOException {
        EncodingOptions options = EncodingOptions.DEFAULT.withLengths(500, 100);
        try (PreferenceFile samples = open("x", GOOD.formatted("a"), line(", \"report\": {}"))) {
            Prepared<EncodedPreference> prepared = Preparation.prepare(
                    samples.toString(), samples, new PreferenceEncoder(TokenizerFixtures.tinySentencePiece(), options));
            assertThat(prepared.items()).extracting(Item::id).containsExactly("a");
            assertThat(prepared.report().read()).isEqualTo(3);
            assertThat(prepared.report().dropped())
                    .extracting(DropReport.Dropped::id)
                    .containsExactly(file + ":1", "7");
        }
    }

    @Test
    void damagedLinesFailInOneWayOnly() throws IOException {
        long seed = 42;
        Random random = new Random(seed);
        byte[] good = GOOD.formatted("a").getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2_000; i++) {
            byte[] damaged = good.clone();
            for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try (PreferenceFile samples = open(damaged)) {
                for (boolean more = true; more; ) {
                    more = readOne(samples);
                }
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + ", round " + i, e);
            }
        }
    }

    private static boolean readOne(PreferenceFile samples) {
        try {
            return samples.next() != null;
        } catch (SampleException e) {
            return true;
        }
    }
}
