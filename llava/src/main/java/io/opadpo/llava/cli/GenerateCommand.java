package io.opadpo.llava.cli;

import io.opadpo.llava.ImageSource;
import io.opadpo.llava.Llava;
import io.opadpo.llava.Question;
import io.opadpo.llava.generate.AnswerListener;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llava generate}: answers to one question or to a file of them. */
@Command(
        name = "generate",
        description = {
            "Answers questions about pictures.",
            "Rows of --input are objects with the fields id, question, and, as needed, image (a path relative to the file,"
                    + " or a data URL), adapter, samples and sampling (an object with temperature, top_k, top_p,"
                    + " min_tokens, max_tokens, stop, seed).",
            "A row without the field adapter runs with the adapter given, if it is a single one, else with the base"
                    + " model; \"adapter\": null always means the base model."
        })
final class GenerateCommand extends LlavaCommand {

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Mixin
    private SamplingOptions sampling = new SamplingOptions();

    @Option(names = "--image", paramLabel = "FILE", description = "picture the question is about")
    private @Nullable String image;

    @Option(names = "--question", paramLabel = "TEXT", description = "a single question")
    private @Nullable String question;

    @Option(names = "--input", paramLabel = "FILE", description = "questions, a JSON object to a line")
    private @Nullable Path input;

    @Option(names = "--samples", paramLabel = "N", defaultValue = "1", description = "answers to each question")
    private int samples;

    @Option(names = "--adapter", paramLabel = "NAME=DIR", description = "adapter to load; may be given several times")
    private Map<String, Path> adapters = new LinkedHashMap<>();

    @Option(names = "--stream", description = "show answers on standard error as they grow, instead of progress")
    private boolean stream;

    @Option(names = "--tokens", description = "give each answer's token ids and their log-probabilities as well")
    private boolean tokens;

    @Override
    public Integer call() {
        Question single = single();
        Path file = input;
        // The whole file is checked before the model is loaded.
        int rows = file == null ? 1 : JsonLines.forEach(file, row -> question(row, file), row -> {});
        try (Llava llava = engine.load(progress("load"))) {
            adapters.forEach(llava::loadAdapter);
            BatchReport report = new BatchReport(output(), progress("generate", !stream), rows);
            StreamPrinter printer = streamPrinter();
            OpenQuestions open = new OpenQuestions(llava, report, stream ? printer : AnswerListener.NONE, tokens);
            if (single != null) {
                open.ask(single);
            }
            if (file != null) {
                JsonLines.forEach(file, row -> question(row, file), open::ask);
            }
            open.finish();
            printer.finish();
            return report.exitCode();
        }
    }

    private @Nullable Question single() {
        String text = question;
        String picture = image;
        if ((text == null) == (input == null)) {
            throw usage("give either --question or --input");
        }
        if (picture != null && (text == null || Pictures.isUrl(picture))) {
            throw usage("--image is the path of a picture and goes with --question");
        }
        try {
            ImageSource source = picture == null ? null : ImageSource.of(Path.of(picture));
            String asked = Objects.requireNonNullElse(text, "");
            Question single = new Question("question", source, asked, sampling.sampling(), samples, defaultAdapter());
            return text == null ? null : single;
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private Question question(JsonRow row, Path file) {
        String adapter = row.has("adapter") ? row.optionalText("adapter") : defaultAdapter();
        int count = row.integer("samples", samples);
        if (count < 1) {
            throw row.invalid("samples", "is less than 1");
        }
        return new Question(
                row.id("id"), Pictures.of(row, file), row.text("question"), sampling.sampling(row), count, adapter);
    }

    private @Nullable String defaultAdapter() {
        return adapters.size() == 1 ? adapters.keySet().iterator().next() : null;
    }
}
