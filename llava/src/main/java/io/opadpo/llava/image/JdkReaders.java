package io.opadpo.llava.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** ImageIO without its surprises: a known reader, input from memory, whatever else the host application registered. */
final class JdkReaders {

    private JdkReaders() {}

    /** The JDK's own reader, because plug-ins that take its place differ in what they convert. */
    static ImageReader forFormat(String name) throws IIOException {
        Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(name);
        while (readers.hasNext()) {
            ImageReader reader = readers.next();
            if (reader.getClass().getModule() == ImageIO.class.getModule()) {
                return reader;
            }
            reader.dispose();
        }
        throw new IIOException("this Java runtime has no " + name + " reader");
    }

    /** Lets one reader at work on bytes, and frees it. */
    static <T> T read(ImageReader reader, byte[] bytes, Reading<T> reading) throws IOException {
        try (var input = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            reader.setInput(input, false, true);
            return reading.from(reader);
        } finally {
            reader.dispose();
        }
    }

    @FunctionalInterface
    interface Reading<T> {
        T from(ImageReader reader) throws IOException;
    }
}
