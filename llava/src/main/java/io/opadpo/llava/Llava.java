package io.opadpo.llava;

import io.opadpo.llava.config.LlavaConfig;
import io.opadpo.llava.config.LlavaConfigReader;
import io.opadpo.llava.generate.Answer;
import io.opadpo.llava.generate.AnswerListener;
import io.opadpo.llava.generate.Generation;
import io.opadpo.llava.generate.GenerationRequest;
import io.opadpo.llava.generate.Generator;
import io.opadpo.llava.generate.GeneratorLoad;
import io.opadpo.llava.generate.GeneratorOptions;
import io.opadpo.llava.generate.Sampling;
import io.opadpo.llava.image.ClipPreprocessor;
import io.opadpo.llava.image.ImageDecoder;
import io.opadpo.llava.model.LlavaLoader;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.model.Scorer;
import io.opadpo.llava.model.ScoringSample;
import io.opadpo.llava.model.VisionFeatures;
import io.opadpo.llava.prompt.Prompt;
import io.opadpo.llava.prompt.VicunaPrompt;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.tokenizer.Tokenizers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A LLaVA-1.5 model ready to be asked: weights, tokenizer, prompt format, image preprocessing and adapters in one.
 *
 * <pre>{@code
 * try (Llava llava = Llava.load(Path.of("llava-1.5-7b-hf"), LlavaOptions.defaults())) {
 *     ImageSource photo = ImageSource.of(Path.of("photo.jpg"));
 *     System.out.println(llava.answer(photo, "What is on the table?", Sampling.greedy(256)).text());
 * }
 * }</pre>
 *
 * <p>Safe for use by several threads: questions are answered together, and scoring takes turns with them. {@link #close()}
 * ends answers that still grow; other calls must have returned before.
 */
public final class Llava implements AutoCloseable {

    /** Rows of one scoring pass; bounds its activations. */
    private static final int SCORING_ROWS = 8192;

    /** Responses that share one computation of their prompt. */
    private static final int RESPONSES_TOGETHER = 16;

    private final LlavaOptions options;
    private final LlavaModel model;
    private final Tokenizer tokenizer;
    private final VicunaPrompt prompts;
    private final ImageDecoder decoder;
    private final ClipPreprocessor preprocessor;
    private final Scorer scorer;
    private final Adapters adapters;
    private volatile @Nullable Generator generator;
    private boolean closed;

    private Llava(LlavaOptions options, LlavaModel model, Tokenizer tokenizer, ClipPreprocessor preprocessor) {
        this.options = options;
        this.model = model;
        this.tokenizer = tokenizer;
        this.prompts = new VicunaPrompt(tokenizer);
        this.decoder = new ImageDecoder(options.imageLimits());
        this.preprocessor = preprocessor;
        this.scorer = new Scorer(model, SCORING_ROWS);
        this.adapters = new Adapters(model);
    }

    /**
     * Loads a model folder, in Hugging Face's or the authors' layout.
     *
     * @throws LlavaException naming the file and field or key that is missing, damaged or not supported
     */
    public static Llava load(Path folder, LlavaOptions options) {
        // What is small is read first, so that a mistake shows before gigabytes are.
        LlavaConfig config = LlavaConfigReader.read(folder, options.clipFolder());
        int imageSize = config.vision().imageSize();
        ClipPreprocessor.Mode mode = options.imageMode();
        ClipPreprocessor preprocessor = mode == null
                ? ClipPreprocessor.forFolder(folder, imageSize)
                : ClipPreprocessor.forFolder(folder, imageSize, mode);
        Tokenizer tokenizer = Tokenizers.load(folder);
        boolean complete = false;
        try {
            if (tokenizer.vocabSize() > config.text().vocabSize()) {
                throw new LlavaException(folder + ": the tokenizer knows " + tokenizer.vocabSize()
                        + " ids, the model only " + config.text().vocabSize());
            }
            LlavaModel model = LlavaLoader.load(options.openTorch(), folder, options.clipFolder(), options.progress());
            complete = true;
            return new Llava(options, model, tokenizer, preprocessor);
        } finally {
            if (!complete) {
                tokenizer.close();
            }
        }
    }

    /** The model's shape. */
    public LlavaConfig config() {
        return model.config();
    }

    /** The model underneath, for whoever needs more than answers and scores; closed with this. */
    public LlavaModel model() {
        return model;
    }

    /** Its tokenizer; closed with this. */
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /** Names of the loaded adapters, sorted. */
    public List<String> adapters() {
        return adapters.names();
    }

    /**
     * Loads a PEFT adapter beside the model; any number can be loaded, and each request names its own.
     *
     * @throws LlavaException if the name is taken, or the adapter is damaged or made for another model
     */
    public void loadAdapter(String name, Path folder) {
        adapters.load(name, folder);
    }

    /**
     * Unloads an adapter. Requests that run with it still end properly, and its memory is freed after them.
     *
     * @throws LlavaException if there is none of that name
     */
    public void unloadAdapter(String name) {
        adapters.unload(name);
    }

    /**
     * Answers one question with the base model.
     *
     * @param image the picture it is about, or {@code null} without one
     * @throws LlavaException if the picture cannot be used or the question is too long
     */
    public Answer answer(@Nullable ImageSource image, String question, Sampling sampling) {
        return generate(List.of(new Question("question", image, question, sampling)))
                .get(0)
                .get(0);
    }

    /**
     * Answers questions, as many at once as the generator has room for.
     *
     * @return the answers to each, in the questions' order
     * @throws LlavaException for the first question that cannot be answered; the others are called off
     */
    public List<List<Answer>> generate(List<Question> questions) {
        List<Generation> submitted = new ArrayList<>();
        List<List<Answer>> answers = new ArrayList<>();
        try {
            for (Question question : questions) {
                // Prepared pictures are large; those of a few questions ahead keep the generator busy.
                if (submitted.size() - answers.size() >= queueLength()) {
                    answers.add(join(submitted.get(answers.size())));
                }
                submitted.add(submit(question, AnswerListener.NONE));
            }
            while (answers.size() < submitted.size()) {
                answers.add(join(submitted.get(answers.size())));
            }
            return answers;
        } finally {
            submitted.subList(answers.size(), submitted.size()).forEach(Generation::cancel);
        }
    }

    /**
     * Submits a question and returns at once.
     *
     * @param listener told of the answers' text as it grows
     * @throws LlavaException if the picture cannot be used, the question is too long or the adapter is not loaded
     */
    public Generation submit(Question question, AnswerListener listener) {
        Generator running = generator();
        Adapters.Lease lease = adapters.lease(question.adapter());
        boolean complete = false;
        try {
            float[] pixels = pixels(question.id(), question.image());
            Generation generation = running.submit(new GenerationRequest(
                    question.id(),
                    prompts.encode(question.text(), pixels != null),
                    pixels,
                    lease.adapter(),
                    question.sampling(),
                    question.samples(),
                    listener));
            CompletableFuture<?> unused = generation.answers().whenComplete((answers, error) -> lease.close());
            complete = true;
            return generation;
        } finally {
            if (!complete) {
                lease.close();
            }
        }
    }

    /** How busy it is with questions; never waits. */
    public GeneratorLoad generatorLoad() {
        Generator running = generator;
        return running == null ? GeneratorLoad.IDLE : running.load();
    }

    /** Questions worth submitting ahead: enough that the generator never waits, few enough to be held in memory. */
    public int queueLength() {
        return 2 * generator().options().slots();
    }

    /**
     * Log-probabilities of given responses, each with the end token.
     *
     * @return one for each response, in their order
     * @throws LlavaException if the picture cannot be used, question and response are too long together, the adapter is
     *     not loaded, or the model's output is not finite
     */
    public List<TokenLogProbs> logProbs(GivenResponses given) {
        try (Adapters.Lease lease = adapters.lease(given.adapter())) {
            float[] pixels = pixels(given.id(), given.image());
            Prompt prompt = prompts.encode(given.question(), pixels != null);
            List<int[]> responses = given.responses().stream()
                    .map(text -> prompts.encodeAnswer(text, true))
                    .toList();
            if (pixels == null) {
                return score(given.id(), prompt, null, responses, lease);
            }
            try (VisionFeatures image =
                    scorer.encode(List.of(pixels), lease.adapter()).get(0)) {
                return score(given.id(), prompt, image, responses, lease);
            }
        }
    }

    private List<TokenLogProbs> score(
            String id, Prompt prompt, @Nullable VisionFeatures image, List<int[]> responses, Adapters.Lease lease) {
        List<ScoringSample> samples = new ArrayList<>();
        for (int i = 0; i < responses.size(); i += RESPONSES_TOGETHER) {
            int end = Math.min(i + RESPONSES_TOGETHER, responses.size());
            samples.add(new ScoringSample(id, prompt, image, responses.subList(i, end)));
        }
        List<float[]> scores = scorer.logProbs(samples, lease.adapter()).stream()
                .flatMap(List::stream)
                .toList();
        return IntStream.range(0, scores.size())
                .mapToObj(i -> tokens(id, responses.get(i), scores.get(i)))
                .toList();
    }

    private static TokenLogProbs tokens(String id, int[] ids, float[] logProbs) {
        for (float logProb : logProbs) {
            if (!Float.isFinite(logProb)) {
                throw new LlavaException("sample " + id + ": the model's output is not finite");
            }
        }
        return new TokenLogProbs(
                IntStream.of(ids).boxed().toList(),
                IntStream.range(0, ids.length).mapToObj(i -> logProbs[i]).toList());
    }

    private float @Nullable [] pixels(String id, @Nullable ImageSource image) {
        return image == null ? null : preprocessor.process(image.decode(id, decoder));
    }

    private static List<Answer> join(Generation generation) {
        try {
            return generation.answers().join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw e;
        }
    }

    /** Made with the first question, so that scoring alone pays for no cache. */
    private synchronized Generator generator() {
        if (closed) {
            throw new IllegalStateException("the model is closed");
        }
        if (generator == null) {
            GeneratorOptions size = options.generator();
            generator = new Generator(
                    model, tokenizer, size != null ? size : GeneratorSize.fitting(model.torch(), config().text()));
        }
        return generator;
    }

    @Override
    public void close() {
        Generator running;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            running = generator;
        }
        // Outside the lock: a listener that is being called may wait for it.
        if (running != null) {
            running.close();
        }
        adapters.names().forEach(adapters::unload);
        model.close();
        tokenizer.close();
    }
}
