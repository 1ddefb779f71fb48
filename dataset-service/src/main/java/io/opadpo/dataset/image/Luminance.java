package io.opadpo.dataset.image;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** How bright a picture is, in a grid of {@value #SIDE} by {@value #SIDE} mean values of 0 to 255. */
final class Luminance {

    static final int SIDE = 32;

    /** Of pictures whose shorter side has twice as many pixels, only every second one is read, and so on. */
    private static final int ENOUGH = 256;

    private Luminance() {}

    /** @throws IOException if the picture cannot be decoded */
    static double[][] of(byte[] image) throws IOException {
        try {
            return grid(decode(image));
        } catch (RuntimeException e) {
            throw new IOException("cannot be decoded", e); // Readers throw all sorts of these at damaged data.
        }
    }

    private static BufferedImage decode(byte[] bytes) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw new IOException("no reader");
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                int step = Math.max(1, Math.min(reader.getWidth(0), reader.getHeight(0)) / ENOUGH);
                ImageReadParam param = reader.getDefaultReadParam();
                param.setSourceSubsampling(step, step, 0, 0);
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        }
    }

    private static double[][] grid(BufferedImage image) {
        int width = image.getWidth();
        int height = image.getHeight();
        double[][] grid = new double[SIDE][SIDE];
        int[] row = new int[width];
        for (int y = 0; y < SIDE; y++) {
            int top = y * height / SIDE;
            int bottom = Math.max(top + 1, (y + 1) * height / SIDE);
            for (int line = top; line < bottom; line++) {
                image.getRGB(0, line, width, 1, row, 0, width);
                for (int x = 0; x < SIDE; x++) {
                    grid[y][x] += mean(row, x * width / SIDE, (x + 1) * width / SIDE) / (bottom - top);
                }
            }
        }
        return grid;
    }

    /** Mean luminance (ITU-R BT.601) of these pixels of a row, at least one. */
    private static double mean(int[] row, int from, int before) {
        int to = Math.max(from + 1, before);
        double sum = 0;
        for (int x = from; x < to; x++) {
            int rgb = row[x];
            sum += 0.299 * (rgb >> 16 & 0xFF) + 0.587 * (rgb >> 8 & 0xFF) + 0.114 * (rgb & 0xFF);
        }
        return sum / (to - from);
    }
}
