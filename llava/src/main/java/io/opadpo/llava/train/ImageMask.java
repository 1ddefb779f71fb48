package io.opadpo.llava.train;

import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * The masked image of CoPO and of OPA's entropy term: part of an image's pixels, one random set for all channels, is
 * replaced by the mean of all its values; or part of its positions in the decoder is hidden.
 *
 * <p>Which part follows from the seed and the sample's id, so that a sample's masked image is the same in every epoch and
 * its reference log-probabilities can be computed once. The reference implementation draws anew each time.
 *
 * @param kind what is masked together
 * @param ratio share of the image that is masked
 * @param seed decides which part
 */
public record ImageMask(Kind kind, double ratio, long seed) {

    private static final int BLOCK = 14;

    /** What is masked together. */
    public enum Kind {
        /** Single pixels. */
        RANDOM(1),
        /** Blocks of 14 pixels, a patch of CLIP ViT-L/14. */
        BLOCKWISE(BLOCK),
        /**
         * Positions in the decoder, which no row attends to. The tower still sees the whole image, so what is left tells
         * something of the rest. All other rows keep their positions, the text's included.
         *
         * <p>The share is one of the model's image positions (576 for LLaVA-1.5), as in the reference's CoPO; its entropy
         * term counts 1,369 whatever the model.
         */
        ATTENTION(0);

        private final int side;

        Kind(int side) {
            this.side = side;
        }
    }

    public ImageMask {
        if (!(ratio >= 0 && ratio <= 1)) {
            throw new IllegalArgumentException("ratio is " + ratio + " but must be from 0 to 1");
        }
    }

    /** The reference's: 30% of single pixels. */
    public static ImageMask defaults(long seed) {
        return new ImageMask(Kind.RANDOM, 0.3, seed);
    }

    /**
     * Masks an image's pixels; {@link Kind#ATTENTION} leaves them all, and gives back the same array.
     *
     * @param pixels {@code [3, S, S]}, normalised; left as they are
     * @param sample id of the sample
     */
    public float[] apply(float[] pixels, String sample) {
        int plane = pixels.length / 3;
        int side = (int) Math.round(Math.sqrt(plane));
        if (side * side * 3 != pixels.length) {
            throw new IllegalArgumentException("sample " + sample + ": pixels are not [3, S, S]");
        }
        if (!changesPixels()) {
            return pixels;
        }
        float mean = mean(pixels);
        int blocks = (side + kind.side - 1) / kind.side;
        boolean[] masked = choose(blocks * blocks, sample);
        float[] result = pixels.clone();
        for (int p = 0; p < plane; p++) {
            int block = p / side / kind.side * blocks + p % side / kind.side;
            if (masked[block]) {
                for (int channel = 0; channel < 3; channel++) {
                    result[channel * plane + p] = mean;
                }
            }
        }
        return result;
    }

    /** Whether {@link #apply} gives another image. */
    boolean changesPixels() {
        return kind != Kind.ATTENTION;
    }

    /**
     * The image's positions that are seen, ascending.
     *
     * @param imageTokens positions in all
     * @param sample id of the sample
     * @return {@code null} for all, as with every kind but {@link Kind#ATTENTION}
     */
    public int @Nullable [] rows(int imageTokens, String sample) {
        if (changesPixels()) {
            return null;
        }
        boolean[] hidden = choose(imageTokens, sample);
        return IntStream.range(0, imageTokens).filter(i -> !hidden[i]).toArray();
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }

    /** Exactly the ratio's share of so many units, rounded, by a partial Fisher-Yates shuffle. */
    private boolean[] choose(int units, String sample) {
        int[] order = IntStream.range(0, units).toArray();
        CRC32 crc = new CRC32();
        crc.update(sample.getBytes(StandardCharsets.UTF_8));
        SplitMix random = new SplitMix(new SplitMix(seed).nextLong() ^ crc.getValue());
        boolean[] chosen = new boolean[order.length];
        int count = (int) Math.round(ratio * order.length);
        for (int i = 0; i < count; i++) {
            int other = i + (int) Long.remainderUnsigned(random.nextLong(), order.length - i);
            int picked = order[other];
            order[other] = order[i];
            chosen[picked] = true;
        }
        return chosen;
    }
}
