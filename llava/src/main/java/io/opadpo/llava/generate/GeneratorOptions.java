package io.opadpo.llava.generate;

/**
 * Size of a generator.
 *
 * @param slots sequences at once; more of them share each reading of the weights
 * @param capacity positions of each, image positions included; together with {@code slots} it decides the cache's memory
 * @param prefillRows prompt rows computed in one pass; fewer take less memory. Passes go on until all slots are filled
 */
public record GeneratorOptions(int slots, int capacity, int prefillRows) {

    public GeneratorOptions {
        if (slots < 1 || capacity < 2 || prefillRows < 1) {
            throw new IllegalArgumentException(
                    "slots, capacity and prefillRows must be positive (capacity at least 2): " + slots + ", " + capacity
                            + ", " + prefillRows);
        }
    }
}
