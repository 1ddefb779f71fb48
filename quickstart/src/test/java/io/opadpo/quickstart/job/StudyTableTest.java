package io.opadpo.quickstart.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The table of a study, and what it objects to. */
class StudyTableTest {

    /** Base, OPA and OPA-DPO with these shares of hallucinated objects; all else stays. */
    private static ObjectNode evaluation(double base, double opa, double opaDpo, double accuracy) {
        ObjectNode evaluation = JsonMapper.shared().createObjectNode();
        ObjectNode scenes = evaluation.putArray("benchmarks").addObject().put("name", "scenes");
        ObjectNode verdicts = evaluation.withArray("benchmarks").addObject().put("name", "scenes-yes-no");
        for (double share : new double[] {base, opa, opaDpo}) {
            ObjectNode policy = scenes.withArray("policies").addObject();
            for (String metric : new String[] {"chair_i", "chair_s"}) {
                put(policy, metric, share, share - base);
            }
            put(policy, "recall", 0.8, 0);
            put(verdicts.withArray("policies").addObject(), "accuracy", share == opaDpo ? accuracy : 0.9, 0);
        }
        return evaluation;
    }

    private static void put(ObjectNode policy, String metric, double value, double difference) {
        policy.withObject("metrics").putObject(metric).put("value", value);
        policy.withObject("difference")
                .putObject(metric)
                .put("value", difference)
                .put("low", difference - 0.01)
                .put("high", difference + 0.01);
    }

    @Test
    void meansStandBesideTheLeastAndTheGreatest() {
        StudyTable table = new StudyTable();
        JsonNode without = evaluation(0.25, 0.2, 0.2, 0.9);
        table.add(1, evaluation(0.25, 0.19, 0.11, 0.9), without);
        table.add(2, evaluation(0.25, 0.17, 0.13, 0.9), without);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        table.print(new PrintStream(bytes, true, StandardCharsets.UTF_8), 500);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .contains("| base | 25.0 (25.0 – 25.0) |", "| OPA-DPO | 12.0 (11.0 – 13.0) |")
                .contains("| OPA-DPO without OPA | 20.0 (20.0 – 20.0) |")
                .contains("seed 2, OPA-DPO against base: CHAIR-i -12.0 (-13.0 to -11.0)");
        assertThat(table.broken()).isEmpty();
    }

    @Test
    void whatIsNotAsPromisedIsNamed() {
        StudyTable table = new StudyTable();
        table.add(1, evaluation(0.25, 0.19, 0.20, 0.9), evaluation(0.25, 0.2, 0.2, 0.9));
        table.add(2, evaluation(0.25, 0.245, 0.2, 0.87), evaluation(0.25, 0.2, 0.2, 0.9));
        assertThat(table.broken())
                .contains("seed 1: CHAIR-i does not fall from base to OPA to OPA-DPO")
                .contains(
                        "seed 2: CHAIR-s of OPA is not clear of base",
                        "seed 2: accuracy falls by more than two points");
    }

    @Test
    void aMissingNumberIsNoZero() {
        ObjectNode evaluation = evaluation(0.25, 0.19, 0.1, 0.9);
        ((ObjectNode) evaluation.at("/benchmarks/0/policies/2/metrics/recall")).remove("value");
        assertThatThrownBy(() -> new StudyTable().add(1, evaluation, evaluation(0.25, 0.2, 0.2, 0.9)))
                .hasMessageContaining("value");
    }
}
