package io.opadpo.llava.train.data;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The corrector's judgement of an answer, sentence by sentence.
 *
 * @param imageDescription what the corrector sees; may be empty
 * @param sentences in the order of the report, at least one
 * @param added what was missing from the answer and needed, null when the report does not speak of it
 */
public record Report(
        String imageDescription,
        List<Sentence> sentences,
        @Nullable Added added) {

    /** Longest report that is parsed, in UTF-16 units; a corrector's 3,000 tokens stay far below. */
    public static final int MAX_LENGTH = 1 << 18;

    public static final int MAX_SENTENCES = 500;

    public Report {
        sentences = List.copyOf(sentences);
        if (sentences.isEmpty()) {
            throw new IllegalArgumentException("A report has at least one sentence");
        }
    }

    /**
     * One sentence of the answer.
     *
     * @param copied as it stands in the answer; empty for a sentence the corrector put in
     * @param rewritten as it should be; empty when it should go
     * @param score 4 right, 3 small slip, 2 wrong object or relation, 1 unrelated; may be missing
     * @param object corrections such as {@code dog -> cat}
     */
    public record Sentence(
            String copied,
            String rewritten,
            OptionalInt score,
            ErrorType errorType,
            List<String> object,
            String reason) {

        static final int MIN_SCORE = 1;
        static final int MAX_SCORE = 4;

        public Sentence {
            object = List.copyOf(object);
            if (score.isPresent() && (score.getAsInt() < MIN_SCORE || score.getAsInt() > MAX_SCORE)) {
                throw new IllegalArgumentException("Score " + score.getAsInt());
            }
        }
    }

    /** Content that no sentence of the answer has; {@code rewritten} may be empty. */
    public record Added(String rewritten, String reason) {}

    /**
     * Parses a corrector's reply. Code fences around the JSON, keys with a space for the underscore, keys and error
     * types in any case, and scores as strings are accepted. A missing text is empty, a missing error type
     * {@code correct}. Scores other than 1 to 4 and unknown error types are errors, as no weight can be given for them.
     *
     * @param sample names the sample in errors
     * @throws ReportException naming sample and field
     */
    public static Report parse(String sample, String json) {
        return new ReportReader(sample).read(json);
    }

    /** The report as {@link #parse} takes it, keys in their standard spelling and sentences numbered from 0. */
    public String toJson() {
        return ReportWriter.write(this);
    }

    /** Copied sentences in order. */
    List<String> copied() {
        return sentences.stream().map(Sentence::copied).toList();
    }

    /** Weights of a sentence; the part after the last one is what was added. */
    TokenWeights weights(int part) {
        return part < sentences.size() ? TokenWeights.of(sentences.get(part)) : TokenWeights.NEUTRAL;
    }

    /** Rewritten sentences in order, then what was added; some may be empty. */
    List<String> rewritten() {
        Stream<String> rest = added == null ? Stream.empty() : Stream.of(added.rewritten());
        return Stream.concat(sentences.stream().map(Sentence::rewritten), rest).toList();
    }

    /** The answer as it should have been: what is not empty of the rewritten parts, joined by one space. */
    public String revisedAnswer() {
        return rewritten().stream().filter(text -> !text.isBlank()).collect(Collectors.joining(" "));
    }
}
