package io.opadpo.lab.text;

/** How often each kind of question comes, relative to the others. */
public record QuestionMix(double describe, double listing, double exists, double what) {

    /** What models are aligned on. */
    public static final QuestionMix ALIGNMENT = new QuestionMix(0.7, 0.15, 0.15, 0);

    /** Descriptions alone. */
    public static final QuestionMix DESCRIBE = new QuestionMix(1, 0, 0, 0);

    /** Questions for yes or no alone. */
    public static final QuestionMix EXISTS = new QuestionMix(0, 0, 1, 0);
}
