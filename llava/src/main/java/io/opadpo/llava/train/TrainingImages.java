package io.opadpo.llava.train;

import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.train.data.ImageSource;

/** Reads samples' images as the vision tower takes them. */
public final class TrainingImages {

    private final ImageDecoder decoder;
    private final ClipPreprocessor preprocessor;

    public TrainingImages(ImageDecoder decoder, ClipPreprocessor preprocessor) {
        this.decoder = decoder;
        this.preprocessor = preprocessor;
    }

    /**
     * Pixels of a sample's image, {@code [3, S, S]}.
     *
     * @throws io.opadpo.llava.LlavaException naming the sample or file, if the image cannot be read
     */
    public float[] pixels(String sample, ImageSource image) {
        return preprocessor.process(decoder.decode(sample, image.bytes()));
    }
}
