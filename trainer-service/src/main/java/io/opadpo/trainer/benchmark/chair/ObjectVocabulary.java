package io.opadpo.trainer.benchmark.chair;

import io.opadpo.trainer.benchmark.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Objects and what they are called, from a file with one object a line: its canonical name first, then synonyms, with
 * commas between. A name that stands in several lines belongs to the last one, as in CHAIR's own code.
 */
final class ObjectVocabulary {

    /** What names stand for, by their words with single spaces. */
    private final Map<String, Meaning> meanings = new HashMap<>();

    private int longest;

    /** @param object a canonical name; {@code null} for a phrase that is no object, whatever its words are */
    private record Meaning(@Nullable String object) {}

    /**
     * Reads the file.
     *
     * @throws BenchmarkException if it cannot be read, or has a name without a word
     */
    static ObjectVocabulary read(Path file) {
        ObjectVocabulary vocabulary = new ObjectVocabulary();
        try {
            int number = 0;
            for (String line : Files.readAllLines(file)) {
                number++;
                if (!line.isBlank()) {
                    vocabulary.addLine(file.getFileName() + " line " + number, line.split(","));
                }
            }
        } catch (IOException e) {
            throw new BenchmarkException(file.getFileName() + " cannot be read: it is missing, or not in UTF-8", e);
        }
        if (vocabulary.meanings.isEmpty()) {
            throw new BenchmarkException(file.getFileName() + " names no object");
        }
        return vocabulary;
    }

    private void addLine(String where, String[] names) {
        for (String name : names) {
            if (Word.of(name).isEmpty()) {
                throw new BenchmarkException(where + ": a name without a letter or digit");
            }
            add(name, names[0].strip());
        }
    }

    /** Adds a phrase that stands for an object, or for none: what is named within it is then not meant. */
    void add(String phrase, @Nullable String object) {
        List<Word> words = Word.of(phrase);
        meanings.put(key(words), new Meaning(object));
        longest = Math.max(longest, words.size());
    }

    /** The canonical name of an object, by any of its names. */
    Optional<String> canonical(String name) {
        return Optional.ofNullable(meanings.get(key(Word.of(name)))).map(Meaning::object);
    }

    /** The objects that a text mentions, in order; the longest name wins, so that a red circle is no circle besides. */
    List<Mention> mentions(String text) {
        List<Word> words = Word.of(text);
        List<Mention> mentions = new ArrayList<>();
        int at = 0;
        while (at < words.size()) {
            at += Math.max(1, match(words, at, mentions));
        }
        return mentions;
    }

    /** Adds the longest name that begins at a word; tells its words, 0 without one. */
    private int match(List<Word> words, int at, List<Mention> mentions) {
        int most = 1;
        while (most < longest
                && at + most < words.size()
                && words.get(at + most).joined()) {
            most++;
        }
        for (int count = most; count > 0; count--) {
            List<Word> name = words.subList(at, at + count);
            Meaning meaning = find(name);
            if (meaning != null) {
                if (meaning.object() != null) {
                    int end = name.get(count - 1).end();
                    mentions.add(new Mention(meaning.object(), name.get(0).start(), end));
                }
                return count;
            }
        }
        return 0;
    }

    /** As it stands, or with its last word in the singular. */
    private @Nullable Meaning find(List<Word> name) {
        Meaning exact = meanings.get(key(name));
        if (exact != null) {
            return exact;
        }
        int last = name.size() - 1;
        String before = last == 0 ? "" : key(name.subList(0, last)) + " ";
        return Singular.of(name.get(last).text()).stream()
                .map(singular -> meanings.get(before + singular))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static String key(List<Word> words) {
        return words.stream().map(Word::text).collect(Collectors.joining(" "));
    }
}
