package io.opadpo.quickstart.lab;

import io.opadpo.quickstart.QuickstartException;

/**
 * How many scenes there are.
 *
 * @param prompts that the model is aligned on
 * @param tests in each of the two benchmarks
 * @param testSeed of the tests
 */
public record LabSize(int prompts, int tests, long testSeed) {

    /** Tests that no setting was chosen on. */
    public static final long TEST = 1;

    /** Enough for a cure that is clear of chance, and few enough for minutes on two cores. */
    public static final LabSize STANDARD = new LabSize(512, 500);

    /** @throws QuickstartException if there are none of either */
    public LabSize {
        if (prompts < 1 || tests < 1) {
            throw new QuickstartException(
                    "--scenes is %d and --tests %d, but both are to be 1 or more".formatted(prompts, tests));
        }
    }

    public LabSize(int prompts, int tests) {
        this(prompts, tests, TEST);
    }
}
