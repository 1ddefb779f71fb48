package io.opadpo.lab.corrector;

import io.opadpo.lab.scene.Kind;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.Thing;
import io.opadpo.lab.text.Question;
import io.opadpo.lab.text.SentenceReader;
import io.opadpo.lab.text.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges one answer by the truth about its picture, as a careful viewer would: what is right stays letter by letter, what is
 * nearly right is mended, what is not there goes, and what a description lacks is added.
 */
final class SceneJudge {

    private final Scene truth;
    /** The right answer if the question is one for yes or no, else nothing. */
    private final String verdictAsked;

    /** Things that no sentence is about yet. */
    private final Set<Thing> open;

    private SceneJudge(Scene truth, Task task) {
        this.truth = truth;
        this.verdictAsked = SentenceReader.question(task.question())
                .map(question -> question.answer(truth))
                .orElse("");
        this.open = new LinkedHashSet<>(truth.things());
    }

    /** The report about an answer. */
    static Report judge(Scene truth, Task task) {
        SceneJudge judge = new SceneJudge(truth, task);
        Report report = new Report(new Question.Describe().answer(truth));
        List<String> sentences = Sentences.of(task.answer());
        List<Statement> statements =
                sentences.stream().map(SentenceReader::read).toList();
        // What is right is told first, so that no wrong sentence is mended into what another one says.
        List<Boolean> right = statements.stream().map(judge::isRight).toList();
        for (int i = 0; i < sentences.size(); i++) {
            report.add(
                    right.get(i)
                            ? Report.Entry.right(sentences.get(i), "The image shows it.")
                            : judge.mend(sentences.get(i), statements.get(i)));
        }
        if (task.question().equals(new Question.Describe().text())) {
            judge.open.forEach(thing -> report.lacks(Question.Describe.sentence(thing)));
        }
        return report;
    }

    private boolean isRight(Statement statement) {
        if (statement instanceof Statement.Presence presence) {
            return open.remove(presence.thing());
        }
        if (statement instanceof Statement.Ground ground) {
            return ground.background() == truth.background();
        }
        if (statement instanceof Statement.Listed listed) {
            return Set.copyOf(listed.kinds()).equals(Set.copyOf(kinds()))
                    && listed.kinds().size() == kinds().size();
        }
        if (statement instanceof Statement.Verdict verdict) {
            return verdict(verdict.yes()).equals(verdictAsked);
        }
        return false;
    }

    private static String verdict(boolean yes) {
        return yes ? Question.Exists.YES : Question.Exists.NO;
    }

    private List<Kind> kinds() {
        return truth.things().stream().map(Thing::kind).toList();
    }

    private Report.Entry mend(String sentence, Statement statement) {
        if (statement instanceof Statement.Presence presence) {
            return mend(sentence, presence.thing());
        }
        if (statement instanceof Statement.Ground) {
            return entry(sentence, 2, Question.Describe.sentence(truth.background()), "The background is another one.");
        }
        if (statement instanceof Statement.Listed listed) {
            return mend(sentence, listed.kinds());
        }
        if (statement instanceof Statement.Verdict) {
            return entry(sentence, 2, verdictAsked, "The image shows the contrary.");
        }
        return entry(sentence, 1, "", "It says nothing about the image.");
    }

    private Report.Entry mend(String sentence, Thing said) {
        Thing meant = open.stream()
                .filter(thing -> likeness(thing, said) > 0)
                .max(Comparator.comparingInt(thing -> likeness(thing, said)))
                .orElse(null);
        if (meant == null) {
            return entry(sentence, 1, "", "There is no such thing.");
        }
        open.remove(meant);
        String rewritten = Question.Describe.sentence(meant);
        if (meant.kind().equals(said.kind())) {
            return entry(sentence, 3, rewritten, "Its size or place is another one.");
        }
        List<String> objects =
                List.of(said.kind().text() + " -> " + meant.kind().text());
        return new Report.Entry(sentence, 2, objects, rewritten, "It is something else.");
    }

    /** How likely it is that the one is meant by the other; 0 if it is not. */
    private static int likeness(Thing thing, Thing said) {
        if (thing.kind().equals(said.kind())) {
            return 3;
        }
        boolean similar = thing.colour() == said.colour() || thing.shape() == said.shape();
        return thing.place() == said.place() ? similar ? 4 : 2 : 0;
    }

    /** Keeps what is right, in its order; puts the most similar in place of what is wrong; adds the rest. */
    private Report.Entry mend(String sentence, List<Kind> said) {
        List<Kind> missing = new ArrayList<>(kinds());
        missing.removeAll(said);
        List<Kind> mended = new ArrayList<>();
        List<String> objects = new ArrayList<>();
        for (Kind kind : said) {
            Kind meant = kind;
            if (!truth.has(kind)) {
                meant = missing.stream()
                        .filter(other -> other.shape() == kind.shape() || other.colour() == kind.colour())
                        .findFirst()
                        .orElse(null);
                objects.add(kind.text() + " -> " + (meant == null ? "nothing" : meant.text()));
                missing.remove(meant);
            }
            if (meant != null && !mended.contains(meant)) {
                mended.add(meant);
            }
        }
        mended.addAll(missing);
        String reason = objects.isEmpty() ? "Something is missing or told twice." : "Not all of it is there.";
        return new Report.Entry(
                sentence, objects.isEmpty() ? 3 : 2, objects, Question.Listing.sentence(mended), reason);
    }

    private static Report.Entry entry(String sentence, int score, String rewritten, String reason) {
        return new Report.Entry(sentence, score, List.of(), rewritten, reason);
    }
}
