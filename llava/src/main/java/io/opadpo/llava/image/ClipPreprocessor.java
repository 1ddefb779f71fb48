package io.opadpo.llava.image;

import io.opadpo.llava.image.ResampleAxis.Span;
import java.nio.file.Path;

/**
 * Makes CLIP's input of a picture: to a square, bicubic resize, 1/255, normalise. Equal to the Hugging Face image
 * processors on Pillow to the last bit, as far as the decoded pixels are. Thread-safe.
 *
 * <p>Memory and time follow the picture's own pixels: neither the padded square nor what a crop cuts off is ever made,
 * however extreme the aspect ratio.
 */
public final class ClipPreprocessor {

    /** How a picture that is not square becomes one. */
    public enum Mode {
        /** Centred on a square of the mean colour, as LLaVA-1.5 was trained; an odd pixel goes right or below. */
        PAD,
        /** Shortest edge to size, then the middle, as CLIP was trained; loses what lies at the far ends. */
        CROP
    }

    // As published, 0.48145466 and so on, in the digits that a float can hold.
    private static final float[] CLIP_MEAN = {0.48145467f, 0.4578275f, 0.40821072f};
    private static final float[] CLIP_STD = {0.26862955f, 0.2613026f, 0.2757771f};

    private final int imageSize;
    private final Mode mode;
    private final byte[] fill = new byte[3];
    /** {@code [3, 256]}: the normalised value of each sample. */
    private final float[][] normalized = new float[3][256];

    /**
     * A preprocessor.
     *
     * @param imageSize side of the result, in pixels
     * @param mean of red, green and blue, on a scale of 0 to 1
     * @param std standard deviations, on the same scale
     * @throws IllegalArgumentException when a number makes no sense
     */
    public ClipPreprocessor(int imageSize, Mode mode, float[] mean, float[] std) {
        if (imageSize < 1 || imageSize > ImageLimits.DEFAULT.maxSide()) {
            throw new IllegalArgumentException("imageSize out of range: " + imageSize);
        }
        if (mean.length != 3 || std.length != 3) {
            throw new IllegalArgumentException("mean and std need three channels each");
        }
        this.imageSize = imageSize;
        this.mode = mode;
        for (int c = 0; c < 3; c++) {
            if (!(mean[c] >= 0 && mean[c] <= 1) || !(std[c] > 0 && Float.isFinite(std[c]))) {
                throw new IllegalArgumentException("mean " + mean[c] + " or std " + std[c] + " out of range");
            }
            fill[c] = (byte) (int) (mean[c] * 255.0);
            for (int sample = 0; sample < 256; sample++) {
                normalized[c][sample] = (sample / 255f - mean[c]) / std[c];
            }
        }
    }

    /** CLIP's own mean. */
    public static float[] clipMean() {
        return CLIP_MEAN.clone();
    }

    /** CLIP's own standard deviation. */
    public static float[] clipStd() {
        return CLIP_STD.clone();
    }

    /**
     * The preprocessor of a model folder: by its {@code preprocessor_config.json}, or CLIP's numbers without one. Pads,
     * unless the file says {@code "do_pad": false}: published LLaVA-1.5 folders describe CLIP's crop, but the model was
     * trained on padded squares.
     *
     * @param imageSize side that the vision tower takes
     * @throws ImageException naming the file, when it is unreadable or asks for what this class does not do
     */
    public static ClipPreprocessor forFolder(Path modelFolder, int imageSize) {
        PreprocessorConfig config = PreprocessorConfig.read(modelFolder, imageSize);
        return new ClipPreprocessor(imageSize, config.mode(), config.mean(), config.std());
    }

    /** The same, with the mode given whatever the file says. */
    public static ClipPreprocessor forFolder(Path modelFolder, int imageSize, Mode mode) {
        PreprocessorConfig config = PreprocessorConfig.read(modelFolder, imageSize);
        return new ClipPreprocessor(imageSize, mode, config.mean(), config.std());
    }

    public int imageSize() {
        return imageSize;
    }

    public Mode mode() {
        return mode;
    }

    /** Pixel values {@code [3, imageSize, imageSize]}, channel by channel. */
    public float[] process(RgbImage image) {
        byte[] rgb = square(image).rgb();
        int plane = imageSize * imageSize;
        float[] values = new float[3 * plane];
        for (int i = 0; i < plane; i++) {
            for (int c = 0; c < 3; c++) {
                values[c * plane + i] = normalized[c][rgb[3 * i + c] & 0xFF];
            }
        }
        return values;
    }

    /** The picture as a square of {@code imageSize}, still in 8 bits. */
    RgbImage square(RgbImage image) {
        int width = image.width();
        int height = image.height();
        ResampleAxis across;
        ResampleAxis down;
        if (mode == Mode.PAD) {
            int side = Math.max(width, height);
            across = new ResampleAxis(new Span(side, (side - width) / 2, width), imageSize, 0, imageSize);
            down = new ResampleAxis(new Span(side, (side - height) / 2, height), imageSize, 0, imageSize);
        } else {
            int shortest = Math.min(width, height);
            across = cropped(width, shortest);
            down = cropped(height, shortest);
        }
        return BicubicResizer.resample(image, fill, across, down);
    }

    private ResampleAxis cropped(int length, int shortest) {
        // Hugging Face multiplies first and cuts off the fraction.
        int resized = Math.toIntExact((long) imageSize * length / shortest);
        return new ResampleAxis(new Span(length, 0, length), resized, (resized - imageSize) / 2, imageSize);
    }
}
