package io.opadpo.quickstart.lab;

/**
 * How many scenes there are.
 *
 * @param prompts that the model is aligned on
 * @param tests in each of the two benchmarks, that no training sees
 */
public record LabSize(int prompts, int tests) {

    /** Enough for a cure that is clear of chance, and few enough for minutes on two cores. */
    public static final LabSize STANDARD = new LabSize(512, 500);
}
