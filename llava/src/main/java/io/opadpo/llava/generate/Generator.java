package io.opadpo.llava.generate;

import io.opadpo.llava.config.TextConfig;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Answers prompts with continuous batching: all running sequences advance together, and a finished one's place is taken
 * by the next prompt at once.
 *
 * <p>Requests come from any thread; a thread of the generator's own runs the model and lets others have it between steps.
 * In fp32 an answer depends on its request alone, whatever else runs beside it.
 */
public final class Generator implements AutoCloseable {

    /** Width up to which a decoder's kernels on the CPU are too short to be shared by threads. */
    private static final int SMALL = 512;

    private final LlavaModel model;
    private final GeneratorOptions options;
    private final LinkedBlockingQueue<PromptGroup> inbox = new LinkedBlockingQueue<>();
    private final ContinuousBatch batch;
    private final Thread worker;
    private volatile boolean closing;
    private volatile GeneratorLoad load = GeneratorLoad.IDLE;

    /**
     * Allocates the cache and starts the thread.
     *
     * @param tokenizer decodes answers; not closed with the generator
     */
    public Generator(LlavaModel model, Tokenizer tokenizer, GeneratorOptions options) {
        this.model = model;
        this.options = options;
        this.batch = new ContinuousBatch(model, tokenizer, options);
        this.worker = new Thread(this::run, "llava-generator");
        worker.setDaemon(true);
        worker.start();
    }

    /** How busy it is, as of its last step. */
    public GeneratorLoad load() {
        return load.plus(new GeneratorLoad(0, inbox.size()));
    }

    /** Its size. */
    public GeneratorOptions options() {
        return options;
    }

    /**
     * Submits a request.
     *
     * @throws io.opadpo.llava.prompt.PromptTooLongException if the prompt leaves no room for an answer
     * @throws io.opadpo.llava.prompt.PromptException if it is empty or has ids that the model does not know
     */
    public Generation submit(GenerationRequest request) {
        if (closing) {
            throw new IllegalStateException("the generator is closed");
        }
        check(request);
        Generation generation = new Generation();
        PromptGroup group = new PromptGroup(
                request, generation, request.prompt().length(model.config().imageTokens()));
        inbox.add(group);
        if (closing && inbox.remove(group)) {
            throw new IllegalStateException("the generator is closed");
        }
        return generation;
    }

    /** What would only fail on the device would fail all that runs beside it, so it is found here. */
    private void check(GenerationRequest request) {
        checkPixels(request);
        TextConfig text = model.config().text();
        int positions = Math.min(options.capacity(), text.maxPositions());
        request.prompt().requireFits(request.id(), model.config().imageTokens(), positions - 1);
        request.prompt().requireKnown(request.id(), text.vocabSize());
    }

    private void checkPixels(GenerationRequest request) {
        int side = model.config().vision().imageSize();
        float[] pixels = request.pixels();
        if (pixels != null && pixels.length != 3 * side * side) {
            throw new IllegalArgumentException("request " + request.id() + ": the image has " + pixels.length
                    + " values, not [3, " + side + ", " + side + "]");
        }
    }

    /**
     * Submits requests and waits for all their answers, given in the same order. The first error calls the others off.
     *
     * @throws RuntimeException what {@link #submit} throws, or what an answer fails with
     */
    public List<List<Answer>> generate(List<GenerationRequest> requests) {
        List<Generation> submitted = new ArrayList<>();
        List<List<Answer>> answers = new ArrayList<>();
        try {
            requests.forEach(request -> submitted.add(submit(request)));
            submitted.forEach(generation -> answers.add(generation.answers().join()));
            return answers;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        } finally {
            if (answers.size() < requests.size()) {
                submitted.forEach(Generation::cancel);
            }
        }
    }

    private void run() {
        if (!model.torch().device().isGpu() && model.config().text().hiddenSize() <= SMALL) {
            Torch.computeAlone();
        }
        List<PromptGroup> arrived = new ArrayList<>();
        while (!closing) {
            try {
                if (batch.isIdle() && inbox.isEmpty()) {
                    arrived.add(inbox.take());
                }
                inbox.drainTo(arrived);
                arrived.forEach(batch::enqueue);
                arrived.clear();
                batch.advance();
                load = batch.load();
            } catch (InterruptedException e) {
                break;
            } catch (RuntimeException | Error e) {
                batch.failAll(e);
                load = GeneratorLoad.IDLE;
            }
        }
        closing = true;
        IllegalStateException closed = new IllegalStateException("the generator was closed");
        batch.failAll(closed);
        inbox.drainTo(arrived);
        arrived.forEach(group -> group.fail(closed));
    }

    /** Stops the thread, fails what is unfinished and frees the cache. The model stays open. */
    @Override
    public void close() {
        closing = true;
        worker.interrupt();
        boolean interrupted = false;
        while (worker.isAlive()) {
            try {
                worker.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        batch.close();
    }
}
