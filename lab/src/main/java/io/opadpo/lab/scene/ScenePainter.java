package io.opadpo.lab.scene;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Paints scenes. Edges are smoothed by counting points inside, in plain arithmetic rather than by a graphics library, whose
 * pixels differ from one Java to the next.
 */
public final class ScenePainter {

    /** Width and height in pixels. */
    public static final int SIDE = 112;

    private static final int QUADRANT = SIDE / 2;
    private static final int POINTS = 3;
    /** How far a colour's components stray. */
    private static final int TINT = 10;

    private final Random random;

    /** Where in its quadrant a thing is, and its tint, are drawn at random. */
    public ScenePainter(Random random) {
        this.random = random;
    }

    /** A picture of the scene as PNG. */
    public byte[] paint(Scene scene) {
        int[] pixels = new int[SIDE * SIDE];
        Arrays.fill(pixels, tinted(scene.background().rgb()));
        scene.things().forEach(thing -> paint(pixels, thing));
        return png(pixels);
    }

    private void paint(int[] pixels, Thing thing) {
        double radius = thing.size().radius() * QUADRANT;
        int left = thing.place().column() * QUADRANT;
        int top = thing.place().row() * QUADRANT;
        double centreX = left + centre(radius);
        double centreY = top + centre(radius);
        int colour = tinted(thing.colour().rgb());
        for (int y = top; y < top + QUADRANT; y++) {
            for (int x = left; x < left + QUADRANT; x++) {
                int covered = covered(thing.shape(), x - centreX, y - centreY, radius);
                if (covered > 0) {
                    pixels[y * SIDE + x] = blend(pixels[y * SIDE + x], colour, covered);
                }
            }
        }
    }

    /** The whole of the thing stays in its quadrant. */
    private double centre(double radius) {
        double play = (QUADRANT / 2.0 - radius - 1) / 2;
        return QUADRANT / 2.0 + (random.nextDouble() * 2 - 1) * play;
    }

    private static int covered(Shape shape, double x, double y, double radius) {
        if (Math.max(Math.abs(x), Math.abs(y)) > radius + 1) {
            return 0;
        }
        int covered = 0;
        for (int i = 0; i < POINTS; i++) {
            for (int j = 0; j < POINTS; j++) {
                double pointX = x + (i + 0.5) / POINTS;
                double pointY = y + (j + 0.5) / POINTS;
                covered += shape.contains(pointX / radius, pointY / radius) ? 1 : 0;
            }
        }
        return covered;
    }

    private static int blend(int below, int above, int covered) {
        int blended = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int sum = (below >> shift & 0xFF) * (POINTS * POINTS - covered) + (above >> shift & 0xFF) * covered;
            blended |= sum / (POINTS * POINTS) << shift;
        }
        return blended;
    }

    private int tinted(int rgb) {
        int tinted = 0;
        for (int shift = 0; shift <= 16; shift += 8) {
            int component = (rgb >> shift & 0xFF) + random.nextInt(2 * TINT + 1) - TINT;
            tinted |= Math.min(Math.max(component, 0), 0xFF) << shift;
        }
        return tinted;
    }

    private static byte[] png(int[] pixels) {
        BufferedImage image = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, SIDE, SIDE, pixels, 0, SIDE);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        // A stream given as such would be buffered in a file.
        try (ImageOutputStream target = new MemoryCacheImageOutputStream(out)) {
            ImageIO.write(image, "png", target);
        } catch (IOException e) {
            throw new UncheckedIOException("A picture in memory cannot be written", e);
        }
        return out.toByteArray();
    }
}
