package io.opadpo.llava.generate;

import ai.djl.pytorch.jni.IValue;
import io.opadpo.llava.model.CachedDecoder;
import io.opadpo.llava.model.LlavaModel;
import io.opadpo.llava.tokenizer.Tokenizer;
import io.opadpo.llava.torch.Scope;
import io.opadpo.llava.torch.Torch;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The running sequences and the prompts that wait. Sequence {@code i} of the list sits in slot {@code i}; when one ends,
 * the last moves into its slot.
 */
final class ContinuousBatch implements AutoCloseable {

    private final Torch torch;
    private final Tokenizer tokenizer;
    private final GeneratorOptions options;
    private final int eosId;
    private final int maxPositions;
    private final CachedDecoder decoder;
    private final Sampler sampler;
    private final ArrayDeque<PromptGroup> waiting = new ArrayDeque<>();
    private final List<Sequence> running = new ArrayList<>();

    ContinuousBatch(LlavaModel model, Tokenizer tokenizer, GeneratorOptions options) {
        this.torch = model.torch();
        this.tokenizer = tokenizer;
        this.options = options;
        this.eosId = model.config().text().eosId();
        this.maxPositions = Math.min(options.capacity(), model.config().text().maxPositions());
        this.decoder = new CachedDecoder(model, options.slots(), options.capacity());
        this.sampler = new Sampler(torch, eosId);
    }

    boolean isIdle() {
        return waiting.isEmpty() && running.isEmpty();
    }

    GeneratorLoad load() {
        return new GeneratorLoad(running.size(), waiting.size());
    }

    void enqueue(PromptGroup group) {
        waiting.add(group);
    }

    /** Starts waiting answers and advances all running ones by one token. */
    void advance() {
        dropCancelled();
        int first = running.size();
        // All free slots are filled before the next step: steps of half a batch cost as much as those of a whole one.
        while (running.size() < options.slots() && !waiting.isEmpty()) {
            start();
        }
        if (running.size() > first) {
            drawFirst(first);
            // A listener that threw has ended its request, whose adapter may be gone by now.
            dropCancelled();
        }
        if (!running.isEmpty()) {
            step();
        }
    }

    private void dropCancelled() {
        waiting.removeIf(group -> {
            boolean cancelled = group.isCancelled();
            if (cancelled) {
                group.cancelRest();
            }
            return cancelled;
        });
        for (int slot = running.size() - 1; slot >= 0; slot--) {
            if (running.get(slot).group.isCancelled()) {
                running.get(slot).finish(FinishReason.CANCELLED);
                vacate(slot);
            }
        }
    }

    /**
     * Gives slots to waiting answers and computes their prompts, as many as the budget of one pass allows. Nothing is
     * waited for, so that the host prepares the next pass while the device computes this one.
     */
    private void start() {
        int first = running.size();
        List<PromptGroup> toCompute = new ArrayList<>();
        int rows = 0;
        while (running.size() < options.slots() && !waiting.isEmpty()) {
            PromptGroup group = waiting.element();
            if (!isCached(group) && !toCompute.contains(group)) {
                if (!toCompute.isEmpty() && rows + group.promptLength() > options.prefillRows()) {
                    break;
                }
                toCompute.add(group);
                rows += group.promptLength();
            }
            running.add(newSequence(group));
            if (group.allStarted()) {
                waiting.remove();
            }
        }
        prefill(toCompute);
        for (int slot = first; slot < running.size(); slot++) {
            PromptGroup group = running.get(slot).group;
            int source = firstSlot(group);
            if (source != slot) {
                decoder.copy(source, slot, group.promptLength());
            }
        }
    }

    /** Whether a running answer to the same prompt holds its keys and values, and what followed it is known. */
    private boolean isCached(PromptGroup group) {
        return group.logits() != null && running.stream().anyMatch(s -> s.group == group);
    }

    private Sequence newSequence(PromptGroup group) {
        int sample = group.startNext();
        AnswerText text =
                new AnswerText(tokenizer.streamingDecoder(), group.sampling().stop(), more -> group.tell(sample, more));
        return new Sequence(group, sample, text, maxPositions - group.promptLength());
    }

    private void prefill(List<PromptGroup> groups) {
        if (groups.isEmpty()) {
            return;
        }
        int[] slots = groups.stream().mapToInt(this::firstSlot).toArray();
        try (Scope scope = torch.scope()) {
            IValue logits = decoder.prefill(
                    scope, groups.stream().map(PromptGroup::prefill).toList(), slots);
            for (int i = 0; i < slots.length; i++) {
                groups.get(i).keepLogits(torch.infer("take", logits, scope.longs(i)));
            }
        }
    }

    /** Draws the first token of the sequences from slot {@code first} on. */
    private void drawFirst(int first) {
        List<Sequence> started = List.copyOf(running.subList(first, running.size()));
        try (Scope scope = torch.scope()) {
            List<IValue> rows = started.stream()
                    .map(sequence -> Objects.requireNonNull(sequence.group.logits()))
                    .toList();
            accept(first, sampler.draw(scope.infer("join", scope.list(rows)), started));
        }
        started.stream()
                .map(sequence -> sequence.group)
                .filter(PromptGroup::allStarted)
                .forEach(PromptGroup::dropLogits);
    }

    private int firstSlot(PromptGroup group) {
        for (int slot = 0; slot < running.size(); slot++) {
            if (running.get(slot).group == group) {
                return slot;
            }
        }
        throw new IllegalStateException(
                "no slot holds the prompt of " + group.request().id());
    }

    private void step() {
        int[] ids = running.stream().mapToInt(Sequence::lastId).toArray();
        int[] positions = running.stream().mapToInt(Sequence::position).toArray();
        try (Scope scope = torch.scope()) {
            IValue logits = decoder.step(
                    scope,
                    ids,
                    positions,
                    running.stream().map(s -> s.group.request().adapter()).collect(Collectors.toList()));
            accept(0, sampler.draw(logits, running));
        }
    }

    /** Hands drawn tokens to the sequences from slot {@code first} on; from the last, so that vacating is safe. */
    private void accept(int first, Sampler.Draw draw) {
        for (int i = draw.ids().length - 1; i >= 0; i--) {
            int slot = first + i;
            float logProb = draw.logProbs()[i];
            if (!Float.isFinite(logProb)) {
                giveUp(slot);
            } else if (running.get(slot).accept((int) draw.ids()[i], logProb, eosId)) {
                vacate(slot);
            }
        }
    }

    /** An adapter with wild weights fails its own requests; what it left in the cache must not reach its neighbours. */
    private void giveUp(int slot) {
        running.get(slot).group.giveUp("the model's output is not finite");
        decoder.clear(slot);
        vacate(slot);
    }

    private void vacate(int slot) {
        int last = running.size() - 1;
        Sequence moved = running.remove(last);
        if (slot != last) {
            decoder.copy(last, slot, moved.position());
            running.set(slot, moved);
        }
    }

    void failAll(Throwable error) {
        Set<PromptGroup> groups = new HashSet<>(waiting);
        running.forEach(sequence -> groups.add(sequence.group));
        waiting.clear();
        running.clear();
        groups.forEach(group -> group.fail(error));
    }

    @Override
    public void close() {
        decoder.close();
    }
}
