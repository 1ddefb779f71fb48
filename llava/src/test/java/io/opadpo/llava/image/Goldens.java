package io.opadpo.llava.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The test images and what Pillow makes of them. */
final class Goldens {

    static final Path FOLDER = resource("/image");
    static final Path FIXTURES = Path.of(System.getProperty("fixtures.dir"));

    private Goldens() {}

    private static Path resource(String name) {
        try {
            return Path.of(Goldens.class.getResource(name).toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The committed images, by name. */
    static Stream<String> names() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<String> names = files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches(".*\\.(jpg|png|webp|gif)"))
                    .sorted()
                    .toList();
            return names.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] bytes(String name) {
        try {
            return Files.readAllBytes(FOLDER.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What Pillow decodes the image to. */
    static RgbImage expected(String name) throws IOException {
        byte[] ppm;
        try (var in = new GZIPInputStream(new ByteArrayInputStream(bytes(name + ".ppm.gz")))) {
            ppm = in.readAllBytes();
        }
        int headerEnd = 0;
        while (ppm[headerEnd] != '\n') {
            headerEnd++;
        }
        String[] header = new String(ppm, 0, headerEnd, StandardCharsets.US_ASCII).split(" ");
        byte[] rgb = java.util.Arrays.copyOfRange(ppm, headerEnd + 1, ppm.length);
        return new RgbImage(Integer.parseInt(header[1]), Integer.parseInt(header[2]), rgb);
    }

    /** A picture of noise, the same as {@code make_golden.py} makes. */
    static RgbImage noise(int width, int height) {
        byte[] rgb = new byte[3 * width * height];
        for (int i = 0; i < rgb.length; i++) {
            int v = (i + 1) * 0x9E3779B1;
            v ^= v >>> 15;
            rgb[i] = (byte) ((v * 0x85EBCA77) >>> 24);
        }
        return new RgbImage(width, height, rgb);
    }

    /** One tensor of a safetensors fixture, as floats. */
    static float[] tensor(String file, String key) throws IOException {
        ByteBuffer data =
                ByteBuffer.wrap(Files.readAllBytes(FIXTURES.resolve(file))).order(ByteOrder.LITTLE_ENDIAN);
        int headerLength = (int) data.getLong();
        byte[] header = new byte[headerLength];
        data.get(header);
        JsonNode entry = JsonMapper.shared().readTree(header).required(key);
        int from = entry.required("data_offsets").get(0).intValue();
        int to = entry.required("data_offsets").get(1).intValue();
        boolean half = entry.required("dtype").stringValue().equals("F16");
        ByteBuffer body = data.slice(8 + headerLength + from, to - from).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[(to - from) / (half ? 2 : 4)];
        for (int i = 0; i < values.length; i++) {
            values[i] = half ? fromHalf(body.getShort()) : body.getFloat();
        }
        return values;
    }

    /** Normal numbers and zero; CLIP's pixel values hold nothing else. */
    private static float fromHalf(short half) {
        int magnitude = half & 0x7FFF;
        float value =
                magnitude < 0x400 ? magnitude * 0x1p-24f : Float.intBitsToFloat((magnitude << 13) + ((127 - 15) << 23));
        return half < 0 ? -value : value;
    }
}
