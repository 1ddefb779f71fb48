package io.opadpo.llava.image;

import java.awt.image.Raster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/** A JPEG reduced to its tables, frame and scans. */
final class JpegImage implements EncodedImage {

    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int DQT = 0xDB;
    private static final int DHT = 0xC4;
    private static final int DRI = 0xDD;
    private static final int APP0 = 0xE0;
    private static final int APP14 = 0xEE;
    private static final int TEM = 0x01;

    /**
     * Progressive images take some ten scans, and at most a few per coefficient. Each one walks the whole picture however
     * little data it has, so a small file with thousands of them would keep a processor busy for hours.
     */
    private static final int MAX_SCANS = 100;

    private final ByteArrayOutputStream essentials = new ByteArrayOutputStream();
    private boolean jfif;
    /** The colour transform that Adobe's segment states; −1 without one. */
    private int adobeTransform = -1;

    private byte @Nullable [] componentIds;
    private int width;
    private int height;
    private int scans;

    private JpegImage() {}

    static JpegImage parse(byte[] bytes) throws IIOException {
        JpegImage image = new JpegImage();
        ByteBuffer file = ByteBuffer.wrap(bytes);
        int marker;
        do {
            marker = image.readSegment(file);
        } while (marker != EOI);
        if (image.scans == 0) {
            throw new IIOException("it holds no scan");
        }
        return image;
    }

    private int readSegment(ByteBuffer file) throws IIOException {
        int marker = marker(file);
        int start = file.position();
        if (marker == SOI || marker == EOI) {
            keep(marker, file, start);
            return marker;
        }
        if (marker == TEM || isRestart(marker)) {
            return marker;
        }
        int length = file.getChar(start);
        if (length < 2) {
            throw new IIOException("a segment of " + length + " bytes");
        }
        file.position(start + length);
        ByteBuffer body = file.slice(start + 2, length - 2);
        switch (marker) {
            case APP0 -> jfif |= scans == 0 && body.capacity() >= 14 && startsWith(body, "JFIF\0");
            case APP14 -> readAdobe(body);
            case DQT, DHT, DRI -> keep(marker, file, start);
            case SOS -> {
                readScan(file);
                keep(marker, file, start);
            }
            default -> {
                if (marker >= 0xC0 && marker <= 0xCF && marker != 0xC8 && marker != 0xCC) {
                    readFrame(marker, body);
                    keep(marker, file, start);
                }
            }
        }
        return marker;
    }

    private static int marker(ByteBuffer file) throws IIOException {
        if ((file.get() & 0xFF) != 0xFF) {
            throw new IIOException("no marker where one must be, at byte " + (file.position() - 1));
        }
        int marker;
        do {
            marker = file.get() & 0xFF;
        } while (marker == 0xFF);
        return marker;
    }

    private static boolean isRestart(int marker) {
        return marker >= 0xD0 && marker <= 0xD7;
    }

    private void keep(int marker, ByteBuffer file, int start) {
        essentials.write(0xFF);
        essentials.write(marker);
        byte[] segment = new byte[file.position() - start];
        file.get(start, segment);
        essentials.writeBytes(segment);
    }

    private void readAdobe(ByteBuffer body) {
        if (scans == 0 && body.capacity() >= 12 && startsWith(body, "Adobe")) {
            adobeTransform = body.get(11) & 0xFF;
        }
    }

    private void readFrame(int marker, ByteBuffer body) throws IIOException {
        if (marker > 0xC2) {
            throw new IIOException("only baseline and progressive JPEG are read, not process " + (marker - 0xC0));
        }
        if (componentIds != null) {
            throw new IIOException("it holds two frames");
        }
        if (body.get(0) != 8) {
            throw new IIOException("samples of " + body.get(0) + " bits");
        }
        height = body.getChar(1);
        width = body.getChar(3);
        byte[] ids = new byte[body.get(5) & 0xFF];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = body.get(6 + 3 * i);
        }
        componentIds = ids;
    }

    /** Moves behind the entropy-coded data: up to the next marker that is neither a stuffed zero nor a restart. */
    private void readScan(ByteBuffer file) throws IIOException {
        if (++scans > MAX_SCANS) {
            throw new IIOException("more than " + MAX_SCANS + " scans");
        }
        int at = file.position();
        while (at + 1 < file.limit()) {
            int next = file.get(at + 1) & 0xFF;
            if (file.get(at) == (byte) 0xFF && next != 0 && next != 0xFF && !isRestart(next)) {
                file.position(at);
                return;
            }
            at++;
        }
        throw new IIOException("its end is missing");
    }

    private static boolean startsWith(ByteBuffer body, String text) {
        byte[] start = new byte[text.length()];
        body.get(0, start);
        return new String(start, StandardCharsets.ISO_8859_1).equals(text);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int height() {
        return height;
    }

    @Override
    public RgbImage decode() throws IOException {
        JpegColor color = color();
        // The raster is what the decoder has before any colour conversion of Java's.
        Raster raster = JdkReaders.read(JdkReaders.forFormat("jpeg"), essentials.toByteArray(), JpegImage::readRaster);
        if (raster.getNumBands() != color.components()) {
            throw new IIOException(raster.getNumBands() + " components instead of " + color.components());
        }
        byte[] rgb = new byte[3 * width * height];
        int[] row = new int[color.components() * width];
        for (int y = 0; y < height; y++) {
            raster.getPixels(0, y, width, 1, row);
            color.toRgb(row, rgb, 3 * y * width);
        }
        return new RgbImage(width, height, rgb);
    }

    private static Raster readRaster(ImageReader reader) throws IOException {
        List<String> damage = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> {
            // Superfluous bytes between segments are common and harmless; missing or unreadable data is grey blocks.
            if (damage.isEmpty() && !warning.contains("extraneous")) {
                damage.add(warning);
            }
        });
        Raster raster = reader.readRaster(0, null);
        if (!damage.isEmpty()) {
            throw new IIOException(damage.get(0));
        }
        return raster;
    }

    /** libjpeg's rules for what the components are. */
    private JpegColor color() throws IIOException {
        byte[] ids = componentIds != null ? componentIds : new byte[0];
        return switch (ids.length) {
            case 1 -> JpegColor.GREY;
            case 3 -> {
                boolean named = ids[0] == 'R' && ids[1] == 'G' && ids[2] == 'B';
                boolean plain = !jfif && (adobeTransform == 0 || (adobeTransform < 0 && named));
                yield plain ? JpegColor.RGB : JpegColor.YCC;
            }
            case 4 -> adobeTransform <= 0 ? JpegColor.CMYK : JpegColor.YCCK;
            default -> throw new IIOException(ids.length + " components");
        };
    }
}
