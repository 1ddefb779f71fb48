package io.opadpo.quickstart.job;

import io.opadpo.quickstart.lab.LabFolder;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** What a study's evaluations say together, and where they do not say what the method promises. */
final class StudyTable {

    private static final List<String> POLICIES = List.of("base", "OPA", "OPA-DPO");
    private static final int OPA_DPO = 2;
    private static final double MOST_ACCURACY_LOST = 0.02;

    /**
     * A column of the table.
     *
     * @param name at its head
     * @param benchmark whose metric it is
     */
    private record Column(String name, String benchmark, String metric) {}

    private static final List<Column> COLUMNS = List.of(
            new Column("CHAIR-i", LabFolder.SCENES, "chair_i"),
            new Column("CHAIR-s", LabFolder.SCENES, "chair_s"),
            new Column("recall", LabFolder.SCENES, "recall"),
            new Column("yes-no accuracy", LabFolder.YES_NO, "accuracy"));

    private final Map<String, List<double[]>> rows = new LinkedHashMap<>();
    private final List<String> differences = new ArrayList<>();
    private final List<String> broken = new ArrayList<>();

    /**
     * Adds a seed.
     *
     * @param evaluation of base, OPA and OPA-DPO
     * @param withoutOpa of base and OPA-DPO without OPA
     */
    void add(long seed, JsonNode evaluation, JsonNode withoutOpa) {
        for (int policy = 0; policy < POLICIES.size(); policy++) {
            row(POLICIES.get(policy), evaluation, policy);
        }
        row("OPA-DPO without OPA", withoutOpa, 1);
        StringBuilder line = new StringBuilder("seed " + seed + ", OPA-DPO against base:");
        for (Column column : COLUMNS) {
            JsonNode difference =
                    policy(evaluation, column, OPA_DPO).path("difference").path(column.metric);
            line.append(String.format(
                    Locale.ROOT,
                    " %s %+.1f (%+.1f to %+.1f)",
                    column.name,
                    100 * number(difference, "value"),
                    100 * number(difference, "low"),
                    100 * number(difference, "high")));
        }
        differences.add(line.toString());
        check(seed, evaluation);
    }

    private void row(String name, JsonNode evaluation, int policy) {
        rows.computeIfAbsent(name, key -> new ArrayList<>())
                .add(COLUMNS.stream()
                        .mapToDouble(column -> value(evaluation, column, policy))
                        .toArray());
    }

    private void check(long seed, JsonNode evaluation) {
        for (Column column : COLUMNS.subList(0, 2)) {
            double base = value(evaluation, column, 0);
            double opa = value(evaluation, column, 1);
            double opaDpo = value(evaluation, column, OPA_DPO);
            require(opaDpo < opa && opa < base, seed, column.name + " does not fall from base to OPA to OPA-DPO");
            for (int policy = 1; policy <= OPA_DPO; policy++) {
                JsonNode difference =
                        policy(evaluation, column, policy).path("difference").path(column.metric);
                require(
                        number(difference, "high") < 0,
                        seed,
                        column.name + " of " + POLICIES.get(policy) + " is not clear of base");
            }
        }
        Column recall = COLUMNS.get(2);
        require(value(evaluation, recall, OPA_DPO) >= value(evaluation, recall, 0), seed, "recall falls");
        Column accuracy = COLUMNS.get(3);
        double lost = value(evaluation, accuracy, 0) - value(evaluation, accuracy, OPA_DPO);
        require(lost <= MOST_ACCURACY_LOST, seed, "accuracy falls by more than two points");
    }

    private void require(boolean holds, long seed, String problem) {
        if (!holds) {
            broken.add("seed " + seed + ": " + problem);
        }
    }

    /** What is not as promised. */
    List<String> broken() {
        return List.copyOf(broken);
    }

    /** Prints means over the seeds with the least and the greatest, and the differences of each seed. */
    void print(PrintStream out, int tests) {
        out.printf(Locale.ROOT, "%n| %d pictures, %% |", tests);
        COLUMNS.forEach(column -> out.print(" " + column.name + " |"));
        out.println("\n|---|" + "---|".repeat(COLUMNS.size()));
        rows.forEach((name, results) -> {
            out.print("| " + name + " |");
            for (int column = 0; column < COLUMNS.size(); column++) {
                out.print(" " + cell(results, column) + " |");
            }
            out.println();
        });
        out.println();
        differences.forEach(out::println);
    }

    private static String cell(List<double[]> results, int column) {
        double[] values = results.stream()
                .mapToDouble(result -> 100 * result[column])
                .sorted()
                .toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        return String.format(Locale.ROOT, "%.1f (%.1f – %.1f)", mean, values[0], values[values.length - 1]);
    }

    private static double value(JsonNode evaluation, Column column, int policy) {
        return number(policy(evaluation, column, policy).path("metrics").path(column.metric), "value");
    }

    private static JsonNode policy(JsonNode evaluation, Column column, int policy) {
        return evaluation
                .path("benchmarks")
                .valueStream()
                .filter(benchmark -> benchmark.path("name").asString().equals(column.benchmark))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no benchmark " + column.benchmark))
                .path("policies")
                .path(policy);
    }

    /** A missing number is an error, not zero. */
    private static double number(JsonNode json, String field) {
        if (!json.path(field).isNumber()) {
            throw new IllegalArgumentException("no number " + field + " in " + json);
        }
        return json.path(field).asDouble();
    }
}
