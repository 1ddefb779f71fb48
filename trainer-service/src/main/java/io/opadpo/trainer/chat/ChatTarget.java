package io.opadpo.trainer.chat;

import io.opadpo.trainer.adapter.Adapter;
import io.opadpo.trainer.adapter.Adapters;
import io.opadpo.trainer.model.ModelCatalog;
import io.opadpo.trainer.model.ModelSource;
import io.opadpo.trainer.model.ServingModels;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds what a request's model name stands for. A model goes before an adapter of the same name. */
@Component
class ChatTarget {

    private final ModelCatalog models;
    private final Adapters adapters;
    private final ServingModels serving;

    ChatTarget(ModelCatalog models, Adapters adapters, ServingModels serving) {
        this.models = models;
        this.adapters = adapters;
        this.serving = serving;
    }

    /**
     * A model, with one of its adapters or without.
     *
     * @param owner whose names these are
     */
    record Found(String owner, ModelSource model, @Nullable Adapter adapter) {}

    Found find(String owner, String name) {
        Optional<ModelSource> model = models.find(owner, name);
        if (model.isPresent()) {
            return new Found(owner, model.get(), null);
        }
        Adapter adapter = adapters.find(owner, name).orElseThrow(() -> OpenAiException.noModel(name));
        ModelSource base =
                models.find(owner, adapter.baseModel()).orElseThrow(() -> OpenAiException.noModel(adapter.baseModel()));
        return new Found(owner, base, adapter);
    }

    /** Loads it, unless it is there. */
    ServingModels.Use use(Found found) {
        Adapter adapter = found.adapter();
        return serving.use(found.model(), adapter == null ? null : adapters.source(found.owner(), adapter));
    }
}
