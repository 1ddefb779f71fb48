package io.opadpo.llava.train;

import io.opadpo.llava.Fixtures;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.Tokenizers;
import io.opadpo.llava.train.data.ImageSource;
import io.opadpo.llava.train.data.PreferenceSample;
import io.opadpo.llava.train.data.Report;
import io.opadpo.llava.train.data.SampleSource;
import io.opadpo.llava.train.telemetry.TrainingListener;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

/** A handful of samples on the fixtures' images, for the fixtures' small model. */
final class TinyTraining {

    private static final String[] IMAGES = {"landscape.png", "portrait.png", "square.png", "photo.jpg", "tiny.png"};
    private static final String[] THINGS = {"bus", "dog", "lamp", "boat", "chair"};

    private TinyTraining() {}

    static Tokenizer tokenizer() {
        try {
            return Tokenizers.load(
                    Path.of(Objects.requireNonNull(TinyTraining.class.getResource("/tokenizer/sentencepiece"))
                            .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static TrainingRuntime runtime(
            LlavaModel model, Tokenizer tokenizer, TrainingListener listener, BooleanSupplier stop) {
        return runtime(List.of(model), tokenizer, listener, stop);
    }

    static TrainingRuntime runtime(
            List<LlavaModel> replicas, Tokenizer tokenizer, TrainingListener listener, BooleanSupplier stop) {
        return new TrainingRuntime(replicas, tokenizer, images(replicas.get(0)), listener, stop, Clock.systemUTC());
    }

    static TrainingImages images(LlavaModel model) {
        int side = model.config().vision().imageSize();
        return new TrainingImages(new ImageDecoder(), ClipPreprocessor.forFolder(Fixtures.path("tiny-llava"), side));
    }

    static SampleSource samples(int count) {
        List<PreferenceSample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(sample(i));
        }
        return SampleSource.of(samples);
    }

    private static PreferenceSample sample(int i) {
        String thing = THINGS[i % THINGS.length];
        String wrong = THINGS[(i + 1) % THINGS.length];
        String original = "There is a " + wrong + " here. It is red.";
        String report = """
                {"0": {"copied_content": "There is a %s here.", "score": 2, "error_type": "Image_recognition_error",
                       "object": ["%s -> %s"], "rewritten_content": "There is a %s here.", "reason": "seen"},
                 "1": {"copied_content": " It is red.", "score": 4, "error_type": "correct", "object": [],
                       "rewritten_content": "It is red.", "reason": ""}}
                """.formatted(wrong, wrong, thing, thing);
        String id = "sample-" + i;
        return new PreferenceSample(
                id,
                ImageSource.file(Fixtures.path("images"), IMAGES[i % IMAGES.length]),
                "What is in picture " + i + "?",
                "A " + thing + " can be seen.",
                original,
                null,
                Report.parse(id, report));
    }
}
