package io.opadpo.quickstart.job;

import java.io.PrintStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Shows what changes in a pipeline's stages, a line for each change. */
final class StageLines {

    private final PrintStream out;
    private final Map<String, String> shown = new HashMap<>();
    private final long start = System.nanoTime();

    StageLines(PrintStream out) {
        this.out = out;
    }

    void show(JsonNode pipeline) {
        for (JsonNode stage : pipeline.path("stages")) {
            String name = stage.path("stage").asString();
            String state = stage.path("state").asString();
            String line = "%-11s %-9s %s".formatted(name, state, progress(stage));
            boolean begun = shown.containsKey(name) || !state.equals("WAITING");
            if (begun && !line.equals(shown.put(name, line))) {
                out.printf("  %6.1f s  %s%n", (System.nanoTime() - start) / 1e9, line.stripTrailing());
            }
        }
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
