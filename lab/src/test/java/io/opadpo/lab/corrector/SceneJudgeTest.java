package io.opadpo.lab.corrector;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.report.Report;
import io.opadpo.lab.scene.Background;
import io.opadpo.lab.scene.Colour;
import io.opadpo.lab.scene.Place;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Shape;
import io.opadpo.lab.scene.Size;
import io.opadpo.lab.scene.Thing;
import io.opadpo.lab.text.Question;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the judge of scenes makes of answers, read as the feedback-service reads it. */
class SceneJudgeTest {

    private static final Thing CIRCLE = new Thing(Size.SMALL, Colour.ORANGE, Shape.CIRCLE, Place.TOP_LEFT);
    private static final Thing CROSS = new Thing(Size.LARGE, Colour.RED, Shape.CROSS, Place.BOTTOM_RIGHT);
    private static final Scene SCENE = new Scene(List.of(CIRCLE, CROSS), Background.GRAY);

    private static final String ON_CIRCLE = "There is a small orange circle at the top left.";
    private static final String ON_CROSS = "There is a large red cross at the bottom right.";
    private static final String ON_GROUND = "The background is gray.";
    private static final String ALL = ON_CIRCLE + " " + ON_CROSS + " " + ON_GROUND;

    private static Report judge(Question question, String answer) {
        Task task = new Task(question.text(), question.answer(SCENE), answer, "");
        return Report.read(answer, SceneJudge.judge(SCENE, task).json());
    }

    private static Report described(String answer) {
        return judge(new Question.Describe(), answer);
    }

    @Test
    void leavesWhatIsRight() {
        Report report = described(ALL);
        assertThat(report.revised()).isEqualTo(ALL);
        assertThat(report.sentences()).extracting(Report.Sentence::score).containsOnly(4);
    }

    @Test
    void mendsColourSizeAndPlace() {
        Report colour = described(ALL.replace("orange", "red"));
        assertThat(colour.revised()).isEqualTo(ALL);
        assertThat(colour.sentences().get(0).score()).isEqualTo(2);
        assertThat(colour.sentences().get(0).object()).containsExactly("red circle -> orange circle");
        assertThat(described(ALL.replace("small", "large")).sentences().get(0).score())
                .isEqualTo(3);
        assertThat(described(ALL.replace("top left", "top right")).revised()).isEqualTo(ALL);
    }

    @Test
    void takesOutWhatIsNotThere() {
        String invented = "There is a small yellow star at the top right.";
        Report report = described(ON_CIRCLE + " " + invented + " " + ON_CROSS + " " + ON_GROUND);
        assertThat(report.sentences().get(1).score()).isEqualTo(1);
        assertThat(report.revised().replaceAll(" +", " ")).isEqualTo(ALL);
    }

    @Test
    void addsWhatADescriptionLacks() {
        assertThat(described(ON_CIRCLE + " " + ON_GROUND).revised())
                .isEqualTo(ON_CIRCLE + " " + ON_GROUND + " " + ON_CROSS);
    }

    @Test
    void aWrongSentenceIsNotMendedIntoWhatAnotherOneSays() {
        String again = "There is a large red cross at the top right.";
        Report report = described(ON_CIRCLE + " " + again + " " + ON_CROSS + " " + ON_GROUND);
        assertThat(report.revised().replaceAll(" +", " ")).isEqualTo(ALL);
    }

    @Test
    void mendsListsAndVerdicts() {
        Report list = judge(new Question.Listing(), "The image shows a red circle and a blue star.");
        assertThat(list.revised()).isEqualTo("The image shows an orange circle and a red cross.");
        assertThat(judge(new Question.Exists(CROSS.kind()), "No.").revised()).isEqualTo("Yes.");
        assertThat(judge(new Question.Exists(CROSS.kind()), "Yes.")
                        .sentences()
                        .get(0)
                        .score())
                .isEqualTo(4);
    }

    @Test
    void theTruthCountsWhateverTheReferenceSays() {
        for (String reference : List.of("", "No.")) {
            Task task = new Task(new Question.Exists(CROSS.kind()).text(), reference, "No.", "");
            assertThat(Report.read("No.", SceneJudge.judge(SCENE, task).json()).revised())
                    .isEqualTo("Yes.");
        }
    }

    @Test
    void sentencesWithoutSenseGo() {
        assertThat(described("There red the. " + ALL).revised().strip()).isEqualTo(ALL);
    }
}
