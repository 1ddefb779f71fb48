package io.opadpo.dataset.image;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.springframework.stereotype.Component;

/** Judges bytes that claim to be an image, from their container alone. */
@Component
final class ImageInspector {

    private final ImageLimits limits;

    ImageInspector(ImageLimits limits) {
        this.limits = limits;
    }

    /** What the container says. */
    record Inspected(ImageType type, ImageSize size) {}

    /** Longest image that is taken. */
    int maxBytes() {
        return Math.toIntExact(limits.maxSize().toBytes());
    }

    /** @throws ImageRejectedException if it is no image, a damaged one, or too large a one */
    Inspected inspect(byte[] bytes) {
        if (bytes.length > maxBytes()) {
            throw ImageRejectedException.tooLarge(maxBytes());
        }
        ImageType type = ImageType.of(bytes).orElseThrow(ImageRejectedException::unknownType);
        ImageSize size = size(type, bytes);
        check(size);
        return new Inspected(type, size);
    }

    private static ImageSize size(ImageType type, byte[] bytes) {
        try {
            return type.size(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw ImageRejectedException.unusable("a damaged " + type + " image: " + e.getMessage());
        } catch (IndexOutOfBoundsException | BufferUnderflowException | IllegalArgumentException e) {
            throw ImageRejectedException.unusable("a damaged " + type + " image: it ends too early");
        }
    }

    private void check(ImageSize size) {
        String pixels = size.width() + " x " + size.height() + " pixels";
        if (size.width() < 1 || size.height() < 1) {
            throw ImageRejectedException.unusable("an empty image of " + pixels);
        }
        boolean tooLong = Math.max(size.width(), size.height()) > limits.maxSide();
        if (tooLong || (long) size.width() * size.height() > limits.maxPixels()) {
            throw ImageRejectedException.unusable(
                    pixels + ", more than " + limits.maxSide() + " a side or " + limits.maxPixels() + " in all");
        }
    }
}
