package io.opadpo.llava.cli;

import io.opadpo.llava.LlavaException;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.image.ImageFormat;
import io.opadpo.llava.image.RgbImage;
import io.opadpo.llava.weights.SafetensorsWriter;
import io.opadpo.llava.weights.StoredType;
import io.opadpo.llava.weights.TensorInfo;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code llava preprocess}: what the vision tower sees of pictures. */
@Command(name = "preprocess", description = "Makes the vision tower's input of pictures; no model is loaded.")
final class PreprocessCommand extends LlavaCommand {

    /** Enough for every format's first bytes. */
    private static final int MAGIC_BYTES = 16;

    @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "JPEG, PNG, WebP or GIF files")
    private List<String> images = List.of();

    @ArgGroup
    private Shape shape = new Shape();

    @Option(names = "--clip", paramLabel = "DIR", description = "CLIP's folder, where --model leaves the tower out")
    private @Nullable Path clip;

    @Option(names = "--mode", paramLabel = "pad|crop", description = "how a picture becomes square (default: pad)")
    private ClipPreprocessor.@Nullable Mode mode;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "write the pixel values to this safetensors file, each [3, S, S] under its image's path")
    private @Nullable Path out;

    /** Either a model's size and normalisation, or CLIP's normalisation and a size. */
    private static final class Shape {
        @Option(names = "--model", paramLabel = "MODEL", description = "folder of the model to preprocess for")
        private @Nullable Path model;

        @Option(names = "--size", paramLabel = "S", description = "side of the result in pixels (default: 336)")
        private int size = 336;
    }

    private record Preprocessed(
            String image,
            String format,
            int width,
            int height,
            int size,
            String mode,
            List<Double> mean,
            List<Double> std) {}

    @Override
    public Integer call() {
        ClipPreprocessor preprocessor = preprocessor();
        BatchReport report = new BatchReport(output(), progress("preprocess"), images.size());
        Set<String> done = new LinkedHashSet<>();
        for (String image : images) {
            try {
                report.success(describe(image, preprocessor));
                done.add(image);
            } catch (LlavaException e) {
                report.failure("image", image, e);
            }
        }
        if (out != null && !done.isEmpty()) {
            write(out, done, preprocessor);
        }
        return report.exitCode();
    }

    private ClipPreprocessor preprocessor() {
        if (shape.model != null) {
            int size = LlavaConfigReader.read(shape.model, clip).vision().imageSize();
            return mode == null
                    ? ClipPreprocessor.forFolder(shape.model, size)
                    : ClipPreprocessor.forFolder(shape.model, size, mode);
        }
        try {
            return new ClipPreprocessor(
                    shape.size,
                    mode == null ? ClipPreprocessor.Mode.PAD : mode,
                    ClipPreprocessor.clipMean(),
                    ClipPreprocessor.clipStd());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    private static Preprocessed describe(String image, ClipPreprocessor preprocessor) {
        RgbImage picture = decode(image);
        float[] values = preprocessor.process(picture);
        List<Double> mean = new ArrayList<>();
        List<Double> std = new ArrayList<>();
        int plane = values.length / 3;
        for (int c = 0; c < 3; c++) {
            double sum = 0;
            double squares = 0;
            for (int i = c * plane; i < (c + 1) * plane; i++) {
                sum += values[i];
                squares += (double) values[i] * values[i];
            }
            mean.add(sum / plane);
            std.add(Math.sqrt(Math.max(0, squares / plane - sum / plane * (sum / plane))));
        }
        return new Preprocessed(
                image,
                format(image),
                picture.width(),
                picture.height(),
                preprocessor.imageSize(),
                preprocessor.mode().name().toLowerCase(Locale.ROOT),
                mean,
                std);
    }

    private static RgbImage decode(String image) {
        if (Pictures.isUrl(image)) {
            throw new InputException(image + ": a URL; only files are read");
        }
        return new ImageDecoder().decode(Path.of(image));
    }

    private static String format(String image) {
        try (InputStream in = Files.newInputStream(Path.of(image))) {
            return ImageFormat.of(image, in.readNBytes(MAGIC_BYTES)).name().toLowerCase(Locale.ROOT);
        } catch (IOException e) {
            throw new InputException(image + ": cannot be read (" + e + ")", e);
        }
    }

    /** Preprocesses again, picture by picture, rather than keep all values in memory. */
    private static void write(Path file, Set<String> images, ClipPreprocessor preprocessor) {
        long size = preprocessor.imageSize();
        List<TensorInfo> tensors = images.stream()
                .map(image -> new TensorInfo(image, StoredType.F32, List.of(3L, size, size)))
                .toList();
        SafetensorsWriter.write(file, tensors, (tensor, channel) -> {
            float[] values = preprocessor.process(decode(tensor.name()));
            ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asFloatBuffer().put(values);
            channel.write(bytes);
        });
    }
}
