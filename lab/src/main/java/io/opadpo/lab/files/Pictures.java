package io.opadpo.lab.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The pictures of samples as files. */
final class Pictures {

    static final String FOLDER = "images";

    private Pictures() {}

    static void write(Path folder, List<LabSample> samples) throws IOException {
        Path images = Files.createDirectories(folder.resolve(FOLDER));
        for (LabSample sample : samples) {
            Files.write(images.resolve(sample.image()), sample.png());
        }
    }
}
