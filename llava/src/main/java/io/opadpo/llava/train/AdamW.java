package io.opadpo.llava.train;

/**
 * AdamW's constants (Loshchilov and Hutter, 2019), as {@code torch.optim.AdamW} uses them.
 *
 * @param beta1 decay of the mean
 * @param beta2 decay of the square
 * @param epsilon added to the root of the square
 * @param weightDecay share of a parameter, times the learning rate, that each step takes away
 */
public record AdamW(double beta1, double beta2, double epsilon, double weightDecay) {

    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon > 0 && weightDecay >= 0)) {
            throw new IllegalArgumentException(
                    "AdamW needs betas in [0, 1), a positive epsilon and a decay of 0 or more");
        }
    }

    /** PyTorch's defaults, without weight decay, as the reference trains. */
    public static AdamW defaults() {
        return new AdamW(0.9, 0.999, 1e-8, 0);
    }
}
