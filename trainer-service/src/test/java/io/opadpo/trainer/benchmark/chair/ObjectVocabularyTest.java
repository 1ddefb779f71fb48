package io.opadpo.trainer.benchmark.chair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.trainer.benchmark.BenchmarkException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectVocabularyTest {

    @TempDir
    private Path folder;

    private ObjectVocabulary vocabulary(String lines) throws IOException {
        return ObjectVocabulary.read(Files.writeString(folder.resolve("synonyms.txt"), lines));
    }

    private static List<String> objects(ObjectVocabulary vocabulary, String text) {
        return vocabulary.mentions(text).stream().map(Mention::object).toList();
    }

    @Test
    void theLongestNameWins() throws IOException {
        ObjectVocabulary vocabulary = vocabulary("circle, round shape\nred circle\nred\nhot dog\ndog, puppy\n");
        assertThat(objects(vocabulary, "A red circle, a Circle and a red round  shape."))
                .containsExactly("red circle", "circle", "red", "circle");
        assertThat(objects(vocabulary, "Two hot-dogs, a puppy; hot. Dog")).containsExactly("hot dog", "dog", "dog");
    }

    @Test
    void mentionsTellTheirPlace() throws IOException {
        String text = "Look: the dog's  bowl, two\nred circles!";
        List<Mention> mentions = vocabulary("dog\nred circle").mentions(text);
        assertThat(mentions)
                .extracting(mention -> text.substring(mention.start(), mention.end()))
                .containsExactly("dog", "red circles");
    }

    @ParameterizedTest
    @CsvSource({
        "dogs, dog", "buses, bus", "boxes, box", "glasses, glass", "knives, knife", "wolves, wolf", "ponies, pony",
        "ties, tie", "women, woman", "firemen, fireman", "children, child", "people, person", "mice, mouse",
                "skis, skis"
    })
    void pluralsAreUnderstood(String plural, String object) throws IOException {
        ObjectVocabulary vocabulary =
                vocabulary("dog\nbus\nbox\nglass\nknife\nwolf\npony\ntie\nwoman\nfireman\nchild\nperson\nmouse\nskis");
        assertThat(objects(vocabulary, "Some " + plural + " there.")).containsExactly(object);
    }

    @Test
    void otherWordsAreNone() throws IOException {
        assertThat(objects(vocabulary("dog\ncat\nclas"), "Dogma, a doge, class and category"))
                .isEmpty();
    }

    @Test
    void aNameInTwoLinesBelongsToTheLast() throws IOException {
        assertThat(objects(vocabulary("bird, turkey\nfood, turkey"), "a turkey"))
                .containsExactly("food");
    }

    @Test
    void aBadFileIsNamed() {
        assertThatThrownBy(() -> vocabulary("dog\ncat, , kitten"))
                .isInstanceOf(BenchmarkException.class)
                .hasMessage("synonyms.txt line 2: a name without a letter or digit");
        assertThatThrownBy(() -> vocabulary("\n")).hasMessage("synonyms.txt names no object");
    }
}
