package io.opadpo.quickstart.job;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Shows what changes in a pipeline's stages: a line for each change of state, and for progress every few seconds. */
final class StageLines {

    private static final double PROGRESS_SECONDS = 5;

    /**
     * What was shown last of a stage.
     *
     * @param unit what progress is counted in; another one is another part of the stage
     * @param at seconds since the start
     */
    private record Shown(String state, String unit, String line, double at) {}

    private final PrintStream out;
    private final Map<String, Shown> shown = new HashMap<>();
    private final long start = System.nanoTime();

    StageLines(PrintStream out) {
        this.out = out;
    }

    void show(JsonNode pipeline) {
        double now = (System.nanoTime() - start) / 1e9;
        for (JsonNode stage : pipeline.path("stages")) {
            String name = stage.path("stage").asString();
            Shown next = new Shown(
                    stage.path("state").asString(),
                    stage.at("/progress/unit").asString(""),
                    String.format(
                            Locale.ROOT,
                            "%-11s %-9s %s",
                            name,
                            stage.path("state").asString(),
                            progress(stage)),
                    now);
            if (isNews(shown.get(name), next)) {
                shown.put(name, next);
                out.printf(Locale.ROOT, "  %6.1f s  %s%n", now, next.line.stripTrailing());
            }
        }
    }

    private static boolean isNews(@Nullable Shown last, Shown next) {
        if (last == null) {
            return !next.state.equals("WAITING");
        }
        return !next.state.equals(last.state)
                || !next.unit.equals(last.unit)
                || (!next.line.equals(last.line) && next.at - last.at >= PROGRESS_SECONDS);
    }

    private static String progress(JsonNode stage) {
        JsonNode progress = stage.path("progress");
        if (!progress.isObject()) {
            return "";
        }
        StringBuilder text = new StringBuilder(progress.path("done").asString("0"));
        if (progress.path("total").isNumber()) {
            text.append('/').append(progress.path("total").asString());
        }
        text.append(' ').append(progress.path("unit").asString(""));
        String message = progress.path("message").asString("");
        if (!message.isEmpty()) {
            text.append(", ").append(message);
        }
        boolean running = stage.path("state").asString().equals("RUNNING");
        if (running && stage.path("eta").isString()) {
            long seconds = Duration.parse(stage.path("eta").asString()).toSeconds();
            text.append(", about ").append(seconds).append(" s left");
        }
        return text.toString();
    }
}
