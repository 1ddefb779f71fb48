package io.opadpo.llava.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever the bytes, the answer is a picture within the limits or an {@link ImageException}, soon. */
@Timeout(60)
class HostileImageTest {

    private static final int MUTATIONS = 300;
    private static final ImageLimits LIMITS = new ImageLimits(1_000_000, 2_000, 500_000);

    private final ImageDecoder decoder = new ImageDecoder(LIMITS);

    @ParameterizedTest
    @MethodSource("io.opadpo.llava.image.Goldens#names")
    void survivesMutations(String name) {
        survivesMutations(name, Goldens.bytes(name), MUTATIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray.png", "landscape.png", "palette.png", "photo.jpg", "rgba.png", "tiny.png"})
    void survivesMutationsOfLargerImages(String name) throws IOException {
        survivesMutations(
                name, Files.readAllBytes(Goldens.FIXTURES.resolve("images").resolve(name)), MUTATIONS / 10);
    }

    private void survivesMutations(String name, byte[] original, int mutations) {
        for (int i = 0; i < mutations; i++) {
            long seed = name.hashCode() * 1_000L + i;
            byte[] mutant = mutate(original, new Random(seed));
            try {
                RgbImage image = decoder.decode("sample-7", mutant);
                assertThat((long) image.width() * image.height()).isLessThanOrEqualTo(LIMITS.maxPixels());
            } catch (ImageException e) {
                assertThat(e).hasMessageStartingWith("sample-7: ");
            } catch (Throwable e) {
                throw new AssertionError(name + ", seed " + seed, e);
            }
        }
    }

    private static byte[] mutate(byte[] original, Random random) {
        byte[] bytes = original.clone();
        int changes = 1 + random.nextInt(8);
        for (int i = 0; i < changes && bytes.length > 8; i++) {
            // Headers decide most, so half of the changes go there.
            int range = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
            int at = random.nextInt(range);
            switch (random.nextInt(6)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) (random.nextBoolean() ? 0xFF : 0);
                case 3 -> bytes = Arrays.copyOf(bytes, at + 1);
                case 4 -> bytes = splice(bytes, at, random.nextInt(40), 0);
                default -> bytes = splice(bytes, at, 0, random.nextInt(40));
            }
        }
        return repairChecksums(bytes, random);
    }

    private static byte[] splice(byte[] bytes, int at, int remove, int repeat) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.write(bytes, at, Math.min(repeat, bytes.length - at));
        int from = Math.min(bytes.length, at + remove);
        out.write(bytes, from, bytes.length - from);
        return out.toByteArray();
    }

    /** A mutated PNG would nearly always stop at a checksum; a mutated WebP, at its length. */
    private static byte[] repairChecksums(byte[] bytes, Random random) {
        if (random.nextInt(4) == 0 || bytes.length < 12) {
            return bytes;
        }
        ByteBuffer file = ByteBuffer.wrap(bytes);
        if (bytes[0] == 'R') {
            file.order(ByteOrder.LITTLE_ENDIAN).putInt(4, bytes.length - 8);
        } else if (bytes[1] == 'P') {
            int at = 8;
            while (at + 12 <= bytes.length && file.getInt(at) >= 0 && file.getInt(at) <= bytes.length - at - 12) {
                int length = file.getInt(at);
                file.putInt(at + 8 + length, crc(bytes, at + 4, length + 4));
                at += 12 + length;
            }
        }
        return bytes;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    /** Data may be followed by a trailer that carries nothing, so a cut at the very end may go unnoticed. */
    @ParameterizedTest
    @MethodSource("io.opadpo.llava.image.Goldens#names")
    void noticesThatTheEndIsMissing(String name) throws IOException {
        byte[] bytes = Goldens.bytes(name);
        byte[] whole = decoder.decode(name, bytes).rgb();
        int refused = 0;
        for (int length = 0; length < bytes.length; length += 1 + bytes.length / 400) {
            try {
                byte[] rgb = decoder.decode("cut", Arrays.copyOf(bytes, length)).rgb();
                assertThat(rgb).as("%s cut to %d bytes", name, length).isEqualTo(whole);
            } catch (ImageException e) {
                refused = length;
            }
        }
        // An animation may well lose its second half, which is a second frame.
        assertThat(refused).isGreaterThan(bytes.length * (name.matches("(offset|beyond).*gif") ? 4 : 9) / 10);
    }

    @Test
    void refusesAGifThatEndsItsDataEarly() throws IOException {
        // Clear, colours 0 and 1, end; for four pixels.
        byte[] codes = {(byte) (4 | 0 << 3 | 1 << 6), (byte) (5 << 1)};

        assertRefused("its data breaks off after 2 of 4 pixels", gif(codes));
    }

    private static byte[] gif(byte[] codes) {
        ByteBuffer gif = ByteBuffer.allocate(100).order(ByteOrder.LITTLE_ENDIAN);
        gif.put("GIF89a".getBytes(StandardCharsets.US_ASCII));
        gif.putShort((short) 2).putShort((short) 2).put(new byte[3]);
        gif.put((byte) 0x2C).putInt(0).putShort((short) 2).putShort((short) 2).put((byte) 0);
        gif.put((byte) 2).put((byte) codes.length).put(codes).put((byte) 0).put((byte) 0x3B);
        return gif.array();
    }

    @Test
    void refusesHugePicturesByTheirHeaders() {
        byte[] png = Goldens.bytes("rgba.png");
        ByteBuffer.wrap(png).putInt(16, Integer.MAX_VALUE).putInt(20, Integer.MAX_VALUE);
        ByteBuffer.wrap(png).putInt(29, crc(png, 12, 17));
        assertRefused("a side longer than", png);

        byte[] empty = Goldens.bytes("rgba.png");
        ByteBuffer.wrap(empty).putInt(16, 0).putInt(29, 0);
        ByteBuffer.wrap(empty).putInt(29, crc(empty, 12, 17));
        assertRefused("an empty image", empty);

        byte[] gif = Goldens.bytes("offset.gif");
        gif[7] = (byte) 0xFF;
        assertRefused("a side longer than", gif);

        byte[] webp = Goldens.bytes("animated.webp");
        webp[26] = (byte) 0xFF;
        assertRefused("a side longer than", webp);
    }

    /** Compressed text that would fill the memory, in the one kind of PNG for which Java reads it even unasked. */
    @Test
    void neverInflatesTextBesideThePixels() throws IOException {
        byte[] text = new byte[60_000_000];
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        deflater.setInput(text);
        deflater.finish();
        byte[] deflated = new byte[900_000];
        int length = deflater.deflate(deflated);
        deflater.end();
        ByteBuffer chunk = ByteBuffer.allocate(12 + 3 + length);
        chunk.putInt(3 + length).put("zTXt".getBytes(StandardCharsets.US_ASCII)).put(new byte[] {'k', 0, 0});
        chunk.put(deflated, 0, length).putInt(crc(chunk.array(), 4, 7 + length));
        byte[] png = Goldens.bytes("palette.png");
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.write(png, 0, 33);
        bomb.writeBytes(chunk.array());
        bomb.write(png, 33, png.length - 33);

        long before = allocatedBytes();
        RgbImage image = decoder.decode("bomb", bomb.toByteArray());

        assertThat(image.rgb()).isEqualTo(Goldens.expected("palette.png").rgb());
        assertThat(allocatedBytes() - before).isLessThan(20_000_000);
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    @Test
    void refusesAJpegOfEndlessScans() {
        byte[] jpeg = Goldens.bytes("progressive.jpg");
        int scan = jpeg.length - 2;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(jpeg, 0, scan);
        // A scan of the luma's DC refinement, with no data.
        byte[] empty = {(byte) 0xFF, (byte) 0xDA, 0, 8, 1, 1, 0, 0, 0, 0x10};
        for (int i = 0; i < 1_000; i++) {
            out.writeBytes(empty);
        }
        out.write(jpeg, scan, 2);

        assertRefused("more than 100 scans", out.toByteArray());
    }

    @Test
    void refusesAJpegWithDamagedData() {
        byte[] jpeg = Goldens.bytes("420.jpg");
        byte[] shortened = new byte[jpeg.length - 60];
        System.arraycopy(jpeg, 0, shortened, 0, shortened.length - 2);
        System.arraycopy(jpeg, jpeg.length - 2, shortened, shortened.length - 2, 2);

        assertRefused("premature end of data", shortened);
    }

    /** One kilobyte that asks for 2,600 passes over sixteen million pixels. */
    @Test
    void refusesALosslessWebpOfEndlessTransforms() {
        BitWriter bits = new BitWriter();
        bits.write(3_999, 14).write(3_999, 14).write(0, 4);
        for (int i = 0; i < 2_600; i++) {
            bits.write(0b101, 3);
        }
        byte[] webp = losslessWebp(bits);

        Assertions.assertTimeoutPreemptively(
                Duration.ofSeconds(10),
                () -> assertThatThrownBy(() -> new ImageDecoder().decode("sample-7", webp))
                        .isInstanceOf(ImageException.class)
                        .hasMessageContaining("the same transform twice"));
    }

    @Test
    void refusesALossyWebpWithoutItsStartCode() {
        byte[] webp = Goldens.bytes("lossy.webp");
        webp[20 + 3] ^= 1;

        assertRefused("no VP8 start code", webp);
    }

    @Test
    void refusesALosslessWebpWhoseDataEndsEarly() {
        BitWriter bits = new BitWriter();
        // No transform, no cache, one group; five codes with eight-bit symbols of which the last two are missing.
        bits.write(9, 14).write(9, 14).write(0, 4).write(0, 3);
        for (int i = 0; i < 3; i++) {
            bits.write(0b101, 3).write(7, 8);
        }

        assertRefused("its data ends too early", losslessWebp(bits));
    }

    private static byte[] losslessWebp(BitWriter bits) {
        byte[] data = bits.bytes();
        int padded = 1 + data.length + (1 + data.length) % 2;
        ByteBuffer webp = ByteBuffer.allocate(20 + padded).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(12 + padded);
        webp.put("WEBPVP8L".getBytes(StandardCharsets.US_ASCII)).putInt(1 + data.length);
        return webp.put((byte) 0x2F).put(data).array();
    }

    private void assertRefused(String why, byte[] bytes) {
        assertThatThrownBy(() -> decoder.decode("sample-7", bytes))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("sample-7: ")
                .hasMessageContaining(why);
    }

    /** Bits, least significant first. */
    private static final class BitWriter {

        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private int buffer;
        private int buffered;

        BitWriter write(int value, int count) {
            for (int i = 0; i < count; i++) {
                buffer |= (value >> i & 1) << buffered;
                if (++buffered == 8) {
                    out.write(buffer);
                    buffer = 0;
                    buffered = 0;
                }
            }
            return this;
        }

        byte[] bytes() {
            if (buffered > 0) {
                out.write(buffer);
            }
            return out.toByteArray();
        }
    }
}
