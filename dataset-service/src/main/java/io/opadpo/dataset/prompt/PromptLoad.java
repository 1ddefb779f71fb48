package io.opadpo.dataset.prompt;

import io.opadpo.dataset.image.DataUrl;
import io.opadpo.dataset.image.ImageRejectedException;
import io.opadpo.dataset.image.Images;
import io.opadpo.dataset.prompt.PromptTable.Row;
import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import io.opadpo.service.error.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Takes the prompts of one new set, in order, and stores them in batches. */
final class PromptLoad {

    private static final int BATCH = 1_000;
    /** Enough to see what is wrong; a body with a million faults is not answered with all of them. */
    private static final int MAX_ERRORS = 20;

    private final String owner;
    private final UUID set;
    private final long limit;
    private final Images images;
    private final PromptTable table;
    private final List<Pending> batch = new ArrayList<>();
    private final List<FieldError> errors = new ArrayList<>();
    private long count;

    PromptLoad(String owner, UUID set, long limit, Images images, PromptTable table) {
        this.owner = owner;
        this.set = set;
        this.limit = limit;
        this.images = images;
        this.table = table;
    }

    private record Pending(String label, Row row) {
        Prompt prompt() {
            return row.prompt();
        }
    }

    /** How many prompts came. */
    long count() {
        return count;
    }

    /**
     * Takes a prompt.
     *
     * @param label names it in errors
     */
    void add(String label, NewPrompt prompt) {
        if (count == limit) {
            throw new ApiException(ErrorCode.TOO_LARGE, "A prompt set has at most " + limit + " prompts");
        }
        long position = count++;
        int before = errors.size();
        PromptRules.check(label, prompt, errors);
        String image = image(label, prompt);
        String id = prompt.id();
        String question = prompt.question();
        if (errors.size() == before && id != null && question != null && image != null) {
            String standard = prompt.standard() == null ? "" : prompt.standard();
            batch.add(new Pending(label, new Row(position, new Prompt(id, image, question, standard))));
        }
        if (batch.size() == BATCH) {
            flush();
        }
        if (errors.size() >= MAX_ERRORS) {
            fail();
        }
    }

    /** Stores an image that comes with its prompt at once: a batch of them may be more than memory holds. */
    private @Nullable String image(String label, NewPrompt prompt) {
        String image = prompt.image();
        try {
            if (image != null && DataUrl.matches(image)) {
                return images.store(owner, DataUrl.decode(image)).sha256();
            }
        } catch (ImageRejectedException e) {
            errors.add(new FieldError(label + ".image", e.getMessage() + PromptRules.of(prompt)));
            return null;
        }
        if (image == null || !Images.isName(image)) {
            String message = "must be the SHA-256 of an image or a data URL" + PromptRules.of(prompt);
            errors.add(new FieldError(label + ".image", message));
            return null;
        }
        return image;
    }

    /** Stores the rest. Throws if any prompt was bad, or there was none. */
    void finish() {
        flush();
        if (!errors.isEmpty()) {
            fail();
        }
        if (count == 0) {
            throw ApiException.invalid("prompts", "must not be empty");
        }
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        Set<String> known =
                images.use(owner, batch.stream().map(p -> p.prompt().image()).collect(Collectors.toSet()));
        Set<Long> inserted = table.insert(set, batch.stream().map(Pending::row).toList());
        for (Pending pending : batch) {
            String id = pending.prompt().id();
            if (!known.contains(pending.prompt().image())) {
                errors.add(new FieldError(pending.label() + ".image", "no such image (prompt " + id + ")"));
            }
            if (!inserted.contains(pending.row().position())) {
                errors.add(new FieldError(pending.label() + ".id", "an earlier prompt has this id: " + id));
            }
        }
        batch.clear();
    }

    private void fail() {
        List<FieldError> shown = errors.subList(0, Math.min(MAX_ERRORS, errors.size()));
        FieldError first = shown.get(0);
        throw new ApiException(ErrorCode.VALIDATION, first.field() + ": " + first.message(), shown, null);
    }
}
