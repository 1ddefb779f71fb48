package io.opadpo.lab.files;

import io.opadpo.lab.scene.Scene;
import io.opadpo.lab.scene.SceneGenerator;
import io.opadpo.lab.scene.ScenePainter;
import io.opadpo.lab.text.QuestionMix;
import io.opadpo.lab.text.Questioner;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Draws samples, each with a picture of its own; the same seed gives the same ones. */
public final class LabSamples {

    private final SceneGenerator scenes;
    private final ScenePainter painter;
    private final Questioner questioner;
    private final QuestionMix mix;
    private int count;

    /**
     * Those for a purpose. Samples of different purposes, or seeds, have nothing in common.
     *
     * @param purpose such as {@code prompts}
     */
    public static LabSamples of(String purpose, long seed, QuestionMix mix) {
        byte[] name = (purpose + ":" + seed).getBytes(StandardCharsets.UTF_8);
        return new LabSamples(Long.parseUnsignedLong(SceneFile.sha256(name).substring(0, 16), 16), mix);
    }

    public LabSamples(long seed, QuestionMix mix) {
        Random random = new Random(seed);
        this.scenes = new SceneGenerator(random);
        this.painter = new ScenePainter(random);
        this.questioner = new Questioner(random);
        this.mix = mix;
    }

    /** The next sample; ids count from {@code 00000}. */
    public LabSample next() {
        Scene scene = scenes.next();
        byte[] png = painter.paint(scene);
        String id = String.format(Locale.ROOT, "%05d", count++);
        return new LabSample(id, scene, png, questioner.about(scene, mix));
    }

    /** The next ones. */
    public List<LabSample> next(int number) {
        List<LabSample> samples = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            samples.add(next());
        }
        return samples;
    }
}
