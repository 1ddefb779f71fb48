package io.opadpo.llava.cli;

import io.opadpo.llava.GivenResponses;
import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaException;
import io.opadpo.llava.TokenLogProbs;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code llava logprobs}: how likely the model finds given responses. */
@Command(
        name = "logprobs",
        description = {
            "Scores given responses, token by token, each with the end token.",
            "Rows of --input are objects with the fields id, question, responses (a list of texts) and, as needed, image"
                    + " (a path relative to the file, or a data URL)."
        })
final class LogProbsCommand extends LlavaCommand {

    private static final String ADAPTER = "adapter";

    @Mixin
    private EngineOptions engine = new EngineOptions();

    @Option(names = "--input", paramLabel = "FILE", required = true, description = "a JSON object to a line")
    private Path input = Path.of("");

    @Option(names = "--adapter", paramLabel = "DIR", description = "adapter to score with")
    private @Nullable Path adapter;

    private record Line(String id, List<Response> responses) {}

    private record Response(List<Integer> ids, List<Float> logProbs, double sum, double mean) {
        static Response of(TokenLogProbs scores) {
            return new Response(scores.ids(), scores.logProbs(), scores.sum(), scores.mean());
        }
    }

    @Override
    public Integer call() {
        int rows = JsonLines.forEach(input, this::given, row -> {});
        try (Llava llava = engine.load(progress("load"))) {
            if (adapter != null) {
                llava.loadAdapter(ADAPTER, adapter);
            }
            BatchReport report = new BatchReport(output(), progress("logprobs"), rows);
            JsonLines.forEach(input, this::given, given -> score(llava, given, report));
            return report.exitCode();
        }
    }

    private GivenResponses given(JsonRow row) {
        List<String> responses = row.texts("responses", List.of());
        if (responses.isEmpty()) {
            throw row.invalid("responses", "is missing or empty");
        }
        return new GivenResponses(
                row.id("id"),
                Pictures.of(row, input),
                row.text("question"),
                responses,
                adapter == null ? null : ADAPTER);
    }

    private static void score(Llava llava, GivenResponses given, BatchReport report) {
        List<TokenLogProbs> scores;
        try {
            scores = llava.logProbs(given);
        } catch (LlavaException e) {
            report.failure("id", given.id(), e);
            return;
        }
        report.success(new Line(given.id(), scores.stream().map(Response::of).toList()));
    }
}
