package io.opadpo.trainer.chat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opadpo.llava.generate.Answer;
import io.opadpo.trainer.model.ModelCatalog;
import io.opadpo.trainer.model.ServingModels;
import java.util.List;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * How much is generated. A model is named as it is configured; those that jobs have made are {@code made}, as their owners
 * choose the names.
 */
@Component
class ChatMetrics {
    private static final String MADE = "made";

    private final MeterRegistry registry;
    private final Set<String> configured;

    ChatMetrics(MeterRegistry registry, ModelCatalog models, ServingModels serving) {
        this.registry = registry;
        this.configured = Set.copyOf(models.configured());
        configured.forEach(model -> count(model, 0, 0));
        Gauge.builder("opadpo.generation.running", serving, it -> it.load().running())
                .description("Answers that are being written, of chats and evaluations")
                .register(registry);
        Gauge.builder("opadpo.generation.waiting", serving, it -> it.load().waiting())
                .description("Prompts that wait for a place in the batch")
                .register(registry);
    }

    /** A chat has been answered. */
    void answered(ChatTarget.Found found, int promptTokens, List<Answer> answers) {
        String model = found.model().name();
        int written = answers.stream().mapToInt(answer -> answer.ids().size()).sum();
        count(configured.contains(model) ? model : MADE, promptTokens, written);
    }

    private void count(String model, int prompt, int completion) {
        tokens(model, "prompt").increment(prompt);
        tokens(model, "completion").increment(completion);
    }

    private Counter tokens(String model, String type) {
        return Counter.builder("opadpo.generation.tokens")
                .description("Tokens read and written for chat completions, image positions included")
                .tag("model", model)
                .tag("type", type)
                .register(registry);
    }
}
