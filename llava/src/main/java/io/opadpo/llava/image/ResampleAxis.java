package io.opadpo.llava.image;

/**
 * The bicubic weights of one axis: which input positions make each output position, and by how much, in Pillow's fixed
 * point. The input may be an image on a larger canvas of one colour; then the weights that fall beside the image are
 * summed up, so that the canvas need not exist.
 */
final class ResampleAxis {

    /** Fractional bits of a weight: 32, less 8 for the sample and 2 so that sums of overshooting products fit. */
    static final int PRECISION_BITS = 32 - 8 - 2;

    private static final double A = -0.5;
    private static final double SUPPORT = 2.0;

    /** Length of the canvas. */
    final int canvas;
    /** What the whole canvas is resized to. */
    final int outSize;
    /** Number of output positions, a part of {@link #outSize}. */
    final int size;
    /** First image position that an output position takes from. */
    final int[] first;
    /** How many it takes. */
    final int[] count;
    /** {@code [size, stride]}: the weights of the image positions. */
    final int[] weights;
    /** Length of a row of {@link #weights}. */
    final int stride;
    /** Sum of the weights of canvas positions beside the image. */
    final int[] beside;

    /**
     * Where an image lies on a canvas, along one axis, in pixels.
     *
     * @param canvas length of the canvas
     * @param offset where the image starts
     * @param length of the image
     */
    record Span(int canvas, int offset, int length) {}

    /**
     * Weights for output positions {@code from} to {@code from + size} of the canvas resized to {@code outSize}.
     */
    ResampleAxis(Span span, int outSize, int from, int size) {
        this.canvas = span.canvas;
        this.outSize = outSize;
        this.size = size;
        double scale = (double) span.canvas / outSize;
        double stretch = Math.max(scale, 1.0);
        double support = SUPPORT * stretch;
        int taps = (int) Math.ceil(support) * 2 + 1;
        stride = Math.min(taps, span.length);
        first = new int[size];
        count = new int[size];
        beside = new int[size];
        weights = new int[Math.multiplyExact(size, stride)];
        double[] row = new double[taps];
        for (int i = 0; i < size; i++) {
            double center = (from + i + 0.5) * scale;
            int start = Math.max((int) (center - support + 0.5), 0);
            int end = Math.min((int) (center + support + 0.5), span.canvas);
            double sum = 0;
            for (int k = 0; k < end - start; k++) {
                row[k] = bicubic((k + start - center + 0.5) * (1.0 / stretch));
                sum += row[k];
            }
            place(i, row, sum, start, end, span);
        }
    }

    private void place(int i, double[] row, double sum, int start, int end, Span span) {
        int imageEnd = span.offset + span.length;
        first[i] = Math.max(start, span.offset) - span.offset;
        count[i] = Math.max(0, Math.min(end, imageEnd) - Math.max(start, span.offset));
        int at = i * stride;
        for (int position = start; position < end; position++) {
            double weight = row[position - start];
            int fixed = toFixed(sum == 0 ? weight : weight / sum);
            if (position >= span.offset && position < imageEnd) {
                weights[at++] = fixed;
            } else {
                beside[i] += fixed;
            }
        }
    }

    /** The weight of a canvas that has no image under output position {@code i}. */
    int total(int i) {
        int total = beside[i];
        for (int k = 0; k < count[i]; k++) {
            total += weights[i * stride + k];
        }
        return total;
    }

    private static int toFixed(double weight) {
        return (int) (weight * (1 << PRECISION_BITS) + (weight < 0 ? -0.5 : 0.5));
    }

    private static double bicubic(double distance) {
        double x = Math.abs(distance);
        if (x < 1.0) {
            return ((A + 2.0) * x - (A + 3.0)) * x * x + 1;
        }
        if (x < 2.0) {
            return (((x - 5) * x + 8) * x - 4) * A;
        }
        return 0;
    }
}
