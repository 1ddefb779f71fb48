package io.opadpo.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.SceneGenerator;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import io.opadpo.lab.scene.Thing;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What answers say is what is read from them. */
class SentenceReaderTest {

    private static List<Statement> read(String answer) {
        List<Statement> statements = new ArrayList<>();
        for (String sentence : answer.split("(?<=\\.) ")) {
            statements.add(SentenceReader.read(sentence));
        }
        return statements;
    }

    @Test
    void descriptionsAndListsAreReadAsTheyWereMeant() {
        SceneGenerator scenes = new SceneGenerator(new Random(1));
        for (int i = 0; i < 200; i++) {
            Scene scene = scenes.next();
            List<Statement> described = new ArrayList<>();
            scene.things().forEach(thing -> described.add(new Statement.Presence(thing)));
            described.add(new Statement.Ground(scene.background()));
            assertThat(read(new Question.Describe().answer(scene))).isEqualTo(described);
            List<Kind> kinds = scene.things().stream().map(Thing::kind).toList();
            assertThat(read(new Question.Listing().answer(scene))).containsExactly(new Statement.Listed(kinds));
        }
    }

    @Test
    void wordingIsThatOfTheModel() {
        Thing star = new Thing(Size.SMALL, Colour.ORANGE, Shape.STAR, Place.TOP_LEFT);
        Thing cross = new Thing(Size.LARGE, Colour.RED, Shape.CROSS, Place.BOTTOM_RIGHT);
        Scene scene = new Scene(List.of(cross, star), Background.GRAY);
        assertThat(new Question.Describe().answer(scene))
                .isEqualTo("There is a small orange star at the top left. There is a large red cross at the bottom"
                        + " right. The background is gray.");
        assertThat(new Question.Listing().answer(scene)).isEqualTo("The image shows an orange star and a red cross.");
        assertThat(new Question.Exists(star.kind()).text()).isEqualTo("Is there an orange star in the image?");
        assertThat(new Question.Exists(star.kind()).answer(scene)).isEqualTo("Yes.");
        assertThat(new Question.Exists(new Kind(Colour.RED, Shape.STAR)).answer(scene))
                .isEqualTo("No.");
        assertThat(new Question.What(Place.TOP_RIGHT).answer(scene)).isEqualTo("There is nothing.");
    }

    @Test
    void nothingElseIsRead() {
        for (String text :
                List.of("", "There is a red circle.", "There is a small red dog at the top left.", "Yes", "x")) {
            assertThat(SentenceReader.read(text)).as(text).isEqualTo(new Statement.Unreadable());
        }
    }

    @Test
    void halfOfTheQuestionsHaveYesForAnAnswer() {
        SceneGenerator scenes = new SceneGenerator(new Random(2));
        Questioner questioner = new Questioner(new Random(3));
        int yes = 0;
        for (int i = 0; i < 1000; i++) {
            Scene scene = scenes.next();
            yes += questioner.exists(scene).answer(scene).equals(Question.Exists.YES) ? 1 : 0;
        }
        assertThat(yes).isBetween(440, 560);
    }
}
