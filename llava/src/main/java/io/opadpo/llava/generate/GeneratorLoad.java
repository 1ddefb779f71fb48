package io.opadpo.llava.generate;

/**
 * How busy a generator is.
 *
 * @param running answers that are being written, at most {@link GeneratorOptions#slots}
 * @param waiting prompts with answers that have not begun
 */
public record GeneratorLoad(int running, int waiting) {

    public static final GeneratorLoad IDLE = new GeneratorLoad(0, 0);

    public GeneratorLoad plus(GeneratorLoad other) {
        return new GeneratorLoad(running + other.running, waiting + other.waiting);
    }
}
