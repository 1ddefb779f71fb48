package io.opadpo.quickstart.lab;

import io.opadpo.lab.files.ChairFolder;
import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.files.LabSamples;
import io.opadpo.lab.files.PopeFolder;
import io.opadpo.lab.files.SceneFile;
import io.opadpo.lab.model.LabModel;
import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.text.QuestionMix;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.util.FileSystemUtils;

/** What the platform gets from the lab: a model to align, scenes to align it on, and others to test it with. */
public final class LabFolder {

    /** The benchmark of descriptions. */
    public static final String SCENES = "scenes";

    /** The benchmark of yes and no. */
    public static final String YES_NO = "scenes-yes-no";

    private static final String PROMPTS = "prompts";

    private static final int EXAMPLES = 9;

    private final Path root;
    private final LabSize size;

    public LabFolder(Path root, LabSize size) {
        this.root = root;
        this.size = size;
    }

    /** Writes what is not there yet. */
    public void write() throws IOException {
        Files.createDirectories(root);
        LabModel.unpack(model());
        write(SCENES, folder -> ChairFolder.write(folder, tests(SCENES, QuestionMix.DESCRIBE)));
        write(YES_NO, folder -> PopeFolder.write(folder, tests(YES_NO, QuestionMix.EXISTS)));
    }

    /** Writes what is not there yet, and links to it by names without size, seed or version, for settings in files. */
    public void writeLinked() throws IOException {
        write();
        link(LabModel.NAME, model());
        link(SCENES, benchmark(SCENES));
        link(YES_NO, benchmark(YES_NO));
    }

    private void link(String name, Path folder) throws IOException {
        Path draft = root.resolve("." + name + ".link");
        Files.deleteIfExists(draft);
        Files.createSymbolicLink(draft, folder.getFileName());
        Files.move(draft, root.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private interface Writer {
        void write(Path folder) throws IOException;
    }

    private void write(String name, Writer writer) throws IOException {
        Path folder = benchmark(name);
        if (!Files.exists(folder)) {
            Path part = folder.resolveSibling(folder.getFileName() + ".part");
            FileSystemUtils.deleteRecursively(part);
            writer.write(part);
            Files.move(part, folder);
        }
    }

    /** Another size or seed is another folder, so that a kept one never holds something else. */
    private Path benchmark(String name) {
        return root.resolve(name + "-" + size.tests() + "-" + size.testSeed());
    }

    private List<LabSample> tests(String purpose, QuestionMix mix) {
        return LabSamples.of(purpose, size.testSeed(), mix).next(size.tests());
    }

    /** The model's folder, one for each of its versions. */
    public Path model() {
        return root.resolve(LabModel.NAME + "-" + LabModel.version());
    }

    /** Questions to align on. */
    public static List<LabSample> prompts(LabSize size, long seed) {
        return LabSamples.of(PROMPTS, seed, QuestionMix.ALIGNMENT).next(size.prompts());
    }

    /** A few more, all with one question, as an example of a folder of pictures. */
    public static List<LabSample> examples() {
        return LabSamples.of("examples", 0, QuestionMix.DESCRIBE).next(EXAMPLES);
    }

    /** The truth about pictures, by their hashes. */
    public static Map<String, Scene> truth(List<LabSample> samples) {
        Map<String, Scene> scenes = new HashMap<>();
        samples.forEach(sample -> scenes.put(SceneFile.sha256(sample.png()), sample.scene()));
        return scenes;
    }

    /** What the trainer is told about the benchmarks. */
    public Map<String, String> benchmarks() {
        Map<String, String> properties = new LinkedHashMap<>();
        new TreeMap<>(Map.of(SCENES, "chair", YES_NO, "pope")).forEach((name, type) -> {
            properties.put("opadpo.trainer.benchmarks." + name + ".type", type);
            properties.put(
                    "opadpo.trainer.benchmarks." + name + ".folder",
                    benchmark(name).toString());
        });
        return properties;
    }
}
