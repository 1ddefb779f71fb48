package io.opadpo.llava.image;

import java.util.Arrays;

/**
 * Antialiased bicubic resizing, bit for bit what Pillow's {@code Image.resize(size, BICUBIC)} gives for 8-bit RGB:
 * convolution with a = −0.5 whose support grows with the reduction, in 22-bit fixed point, rows first, rounded and
 * clipped to 8 bits between the two passes. A strip over a hundred times as tall as wide starts with the columns when its
 * height shrinks.
 *
 * <p>That is Pillow up to 12, which LLaVA's and Hugging Face's results come from. Pillow 13 chooses the order of the
 * passes by their cost, which moves some samples by a step or two.
 */
public final class BicubicResizer {

    private static final int ONE_HALF = 1 << (ResampleAxis.PRECISION_BITS - 1);

    private static final long STRIP_RATIO = 100;

    private BicubicResizer() {}

    /**
     * Resizes an image, its aspect ratio aside.
     *
     * @throws IllegalArgumentException when a side is not positive
     */
    public static RgbImage resize(RgbImage image, int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException("cannot resize to " + width + " x " + height);
        }
        var across = new ResampleAxis(new ResampleAxis.Span(image.width(), 0, image.width()), width, 0, width);
        var down = new ResampleAxis(new ResampleAxis.Span(image.height(), 0, image.height()), height, 0, height);
        return resample(image, new byte[3], across, down);
    }

    /**
     * Resamples an image along axes that may set it on a canvas, or show only a part.
     *
     * @param fill RGB of the canvas
     */
    static RgbImage resample(RgbImage image, byte[] fill, ResampleAxis across, ResampleAxis down) {
        if (down.canvas > STRIP_RATIO * across.canvas && down.outSize < down.canvas) {
            // Where Pillow starts with the columns; such a canvas is not square, so there is no fill to see.
            RgbImage columns = resampleColumns(image, 0, new byte[3 * image.width()], down);
            return resampleRows(columns, 0, columns.height(), fill, across);
        }
        int firstRow = image.height();
        int endRow = 0;
        for (int y = 0; y < down.size; y++) {
            if (down.count[y] > 0) {
                firstRow = Math.min(firstRow, down.first[y]);
                endRow = Math.max(endRow, down.first[y] + down.count[y]);
            }
        }
        RgbImage rows = resampleRows(image, firstRow, endRow, fill, across);
        return resampleColumns(rows, firstRow, canvasRow(fill, across), down);
    }

    private static RgbImage resampleRows(RgbImage image, int firstRow, int endRow, byte[] fill, ResampleAxis across) {
        int rowLength = 3 * across.size;
        byte[] rows = new byte[Math.multiplyExact(endRow - firstRow, rowLength)];
        int[] beside = besideImage(fill, across);
        for (int y = firstRow; y < endRow; y++) {
            resampleRow(image, y, across, beside, rows, (y - firstRow) * rowLength);
        }
        return new RgbImage(across.size, endRow - firstRow, rows);
    }

    private static void resampleRow(RgbImage image, int y, ResampleAxis across, int[] beside, byte[] out, int at) {
        byte[] rgb = image.rgb();
        int[] weights = across.weights;
        int rowStart = 3 * y * image.width();
        for (int x = 0; x < across.size; x++) {
            int red = beside[3 * x];
            int green = beside[3 * x + 1];
            int blue = beside[3 * x + 2];
            int from = rowStart + 3 * across.first[x];
            int weight = x * across.stride;
            int end = weight + across.count[x];
            for (; weight < end; weight++, from += 3) {
                int w = weights[weight];
                red += w * (rgb[from] & 0xFF);
                green += w * (rgb[from + 1] & 0xFF);
                blue += w * (rgb[from + 2] & 0xFF);
            }
            out[at + 3 * x] = toByte(red);
            out[at + 3 * x + 1] = toByte(green);
            out[at + 3 * x + 2] = toByte(blue);
        }
    }

    /** Rows are the image's from {@code firstRow} on; {@code canvasRow} stands for those above and below the image. */
    private static RgbImage resampleColumns(RgbImage rows, int firstRow, byte[] canvasRow, ResampleAxis down) {
        int rowLength = canvasRow.length;
        byte[] rgb = new byte[Math.multiplyExact(down.size, rowLength)];
        int[] sums = new int[rowLength];
        for (int y = 0; y < down.size; y++) {
            Arrays.fill(sums, ONE_HALF);
            addRow(canvasRow, 0, down.beside[y], sums);
            for (int k = 0; k < down.count[y]; k++) {
                int row = down.first[y] - firstRow + k;
                addRow(rows.rgb(), row * rowLength, down.weights[y * down.stride + k], sums);
            }
            for (int i = 0, at = y * rowLength; i < rowLength; i++, at++) {
                rgb[at] = toByte(sums[i]);
            }
        }
        return new RgbImage(rows.width(), down.size, rgb);
    }

    /** What the canvas left and right of the image adds to each output sample, rounding included. */
    private static int[] besideImage(byte[] fill, ResampleAxis across) {
        int[] sums = new int[3 * across.size];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = ONE_HALF + (fill[i % 3] & 0xFF) * across.beside[i / 3];
        }
        return sums;
    }

    /** A row that lies above or below the image. */
    private static byte[] canvasRow(byte[] fill, ResampleAxis across) {
        byte[] row = new byte[3 * across.size];
        for (int i = 0; i < row.length; i++) {
            row[i] = toByte(ONE_HALF + (fill[i % 3] & 0xFF) * across.total(i / 3));
        }
        return row;
    }

    private static void addRow(byte[] row, int at, int weight, int[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * (row[at + i] & 0xFF);
        }
    }

    private static byte toByte(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> ResampleAxis.PRECISION_BITS));
    }
}
