package io.opadpo.llava.bench;

import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.train.data.EncodedPreference;
import io.opadpo.llava.train.data.ImageSource;
import io.opadpo.llava.train.data.Prepared;
import io.opadpo.llava.train.data.SftSequence;
import io.opadpo.llava.train.data.WeightedTokens;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;

/**
 * Samples of the reference's shape, from a seed: a picture and a question of 40 to 80 tokens with three answers of 60 to
 * 180. Pictures are blocks of colour, of the size that the model takes.
 */
final class TrainSamples {

    private static final int BLOCK = 14;

    private final long seed;
    private final Random random;
    private final int vocabulary;
    private final int side;
    private int made;

    /**
     * A series of samples.
     *
     * @param seed decides them, and is part of their names
     * @param vocabulary ids of the model
     * @param side pixels of its images
     */
    TrainSamples(long seed, int vocabulary, int side) {
        this.seed = seed;
        this.random = new Random(seed);
        this.vocabulary = vocabulary;
        this.side = side;
    }

    /** The next samples. */
    List<Prepared.Item<EncodedPreference>> next(int count) {
        List<Prepared.Item<EncodedPreference>> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String id = seed + "-" + made++;
            int[] question = ids(40 + random.nextInt(41));
            EncodedPreference encoded = new EncodedPreference(
                    id, new Prompt(question, question.length / 2), answer(), weighted(answer()), weighted(answer()));
            items.add(new Prepared.Item<>(id, ImageSource.inline(picture()), encoded));
        }
        return items;
    }

    /** The same for OPA, which learns standard and revised answers. */
    static List<Prepared.Item<List<SftSequence>>> forOpa(List<Prepared.Item<EncodedPreference>> items) {
        List<Prepared.Item<List<SftSequence>>> pairs = new ArrayList<>();
        for (Prepared.Item<EncodedPreference> item : items) {
            EncodedPreference encoded = item.encoded();
            List<SftSequence> pair = List.of(
                    new SftSequence(item.id() + "/standard", encoded.prompt(), encoded.standard()),
                    new SftSequence(
                            item.id() + "/revised",
                            encoded.prompt(),
                            encoded.revised().ids()));
            pairs.add(new Prepared.Item<>(item.id(), item.image(), pair));
        }
        return pairs;
    }

    /** Tokens of a sample's question, standard, original and revised answer. */
    static List<Integer> lengths(EncodedPreference sample) {
        return List.of(
                sample.prompt().ids().length,
                sample.standard().length,
                sample.original().length(),
                sample.revised().length());
    }

    private int[] answer() {
        return ids(60 + random.nextInt(121));
    }

    private int[] ids(int count) {
        return random.ints(count, 3, vocabulary).toArray();
    }

    private static WeightedTokens weighted(int[] ids) {
        float[] ones = new float[ids.length];
        Arrays.fill(ones, 1);
        return new WeightedTokens(ids, ones, ones);
    }

    private byte[] picture() {
        BufferedImage image = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        int blocks = (side + BLOCK - 1) / BLOCK;
        int[] colours = random.ints(blocks * blocks).toArray();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                image.setRGB(x, y, colours[y / BLOCK * blocks + x / BLOCK]);
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }
}
