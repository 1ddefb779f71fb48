package io.opadpo.llava.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Decodes untrusted JPEG, PNG, WebP and GIF images to what Pillow's {@code Image.open(...).convert("RGB")} gives.
 *
 * <ul>
 *   <li>Alpha and transparent colours are dropped, not blended.
 *   <li>EXIF orientation, gamma and colour profiles are not applied.
 *   <li>Of an animation, the first frame is shown on its canvas.
 *   <li>16-bit colour keeps the high byte; 16-bit grey is clipped at 255 as Pillow clips it, so most such images come
 *       out white.
 * </ul>
 *
 * <p>Pixels equal Pillow's, except in lossy WebP, whose chroma is upsampled more plainly here. Unlike Pillow, an image
 * whose end is missing is refused. Thread-safe; writes no temporary files.
 */
public final class ImageDecoder {

    private final ImageLimits limits;

    public ImageDecoder() {
        this(ImageLimits.DEFAULT);
    }

    public ImageDecoder(ImageLimits limits) {
        this.limits = limits;
    }

    /**
     * Decodes one image.
     *
     * @param sample what errors call the image
     * @throws ImageException when the image is over a limit, of another format, truncated or corrupt
     */
    public RgbImage decode(String sample, byte[] bytes) {
        limits.checkBytes(sample, bytes.length);
        ImageFormat format = ImageFormat.of(sample, bytes);
        try {
            EncodedImage image = format.parse(bytes);
            limits.checkSize(sample, image.width(), image.height());
            return image.decode();
        } catch (ImageException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new ImageException(sample + ": damaged " + format + " image: " + reason(e), e);
        }
    }

    /**
     * Decodes one image file.
     *
     * @throws ImageException naming the file, when it cannot be read or for the reasons above
     */
    public RgbImage decode(Path file) {
        return decode(file.toString(), read(file));
    }

    private byte[] read(Path file) {
        // A pipe or device has no size to check and may never end.
        if (!Files.isRegularFile(file)) {
            throw new ImageException(file + ": not a regular file");
        }
        try (InputStream in = Files.newInputStream(file)) {
            limits.checkBytes(file.toString(), Files.size(file));
            return in.readNBytes((int) limits.maxBytes() + 1);
        } catch (IOException e) {
            throw new ImageException(file + ": cannot be read: " + e.getMessage(), e);
        }
    }

    private static String reason(Exception e) {
        if (e instanceof RuntimeException) {
            return "it ends too early or contradicts itself";
        }
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message != null ? message : cause.getClass().getSimpleName();
    }
}
