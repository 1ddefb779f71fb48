package io.opadpo.gateway.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Answers of all policies side by side, with the picture. Bounded in number and in the pictures' size. */
final class ExamplesSection {
    private static final int MOST_EXAMPLES = 60;
    private static final int MOST_PICTURE_CHARACTERS = 8 << 20;
    private static final int LONGEST_QUESTION = 2000;
    private static final int MOST_TRUTHS = 40;

    private final Function<String, Policy> policy;
    private int examples;
    private int pictureCharacters;

    /** @param policy knows what is behind a name */
    ExamplesSection(Function<String, Policy> policy) {
        this.policy = policy;
    }

    void write(Html html, List<BenchmarkResult> benchmarks) {
        if (benchmarks.stream().allMatch(benchmark -> benchmark.examples().isEmpty())) {
            return;
        }
        html.open("section").element("h2", "Answers before and after");
        html.open("p", "class", "about").text("The first questions that base answers wrongly, then others. ");
        html.element("mark", "Marked").text(" is what is wrong.").close();
        for (BenchmarkResult benchmark : benchmarks) {
            if (!benchmark.examples().isEmpty()) {
                html.element("h3", benchmark.name());
                benchmark.examples().forEach(example -> example(html, example));
            }
        }
        if (examples > MOST_EXAMPLES) {
            html.element("p", examples - MOST_EXAMPLES + " more are not shown.", "class", "quiet");
        }
        html.close();
    }

    private void example(Html html, JsonNode example) {
        if (++examples > MOST_EXAMPLES) {
            return;
        }
        html.open("article", "class", "example").open("div", "class", "picture");
        picture(html, example);
        html.close().open("div", "class", "asked");
        html.element("p", Texts.abridged(example.path("question").asString(""), LONGEST_QUESTION), "class", "question");
        html.element("p", "Truth: " + truth(example.path("truth")), "class", "quiet")
                .close();
        html.open("div", "class", "answers");
        for (JsonNode answer : example.path("answers")) {
            Policy of = policy.apply(answer.path("policy").asString(""));
            html.open("div", "class", "answer policy " + of.role().style())
                    .element("h4", of.label())
                    .open("p");
            MarkedText.write(html, answer.path("text").asString(""), answer.path("wrong"));
            html.close().close();
        }
        html.close().close();
    }

    private void picture(Html html, JsonNode example) {
        String url = example.path("image_data").asString("");
        String name = example.path("image").asString("");
        pictureCharacters += url.length();
        if (pictureCharacters <= MOST_PICTURE_CHARACTERS && ImageData.isPicture(url)) {
            html.empty("img", "src", url, "alt", name);
        } else {
            html.element("p", name + " (not shown)", "class", "quiet");
        }
    }

    private static String truth(JsonNode truth) {
        List<String> all = new ArrayList<>();
        truth.forEach(one -> all.add(one.asString("")));
        String shown = String.join(", ", all.subList(0, Math.min(MOST_TRUTHS, all.size())));
        return all.size() > MOST_TRUTHS ? shown + ", …" : shown;
    }
}
