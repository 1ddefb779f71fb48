package io.opadpo.trainer.model;

import io.opadpo.trainer.device.DeviceName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** All models by name: those of the configuration, which are everybody's, and those that an owner's jobs have made. */
@Component
public class ModelCatalog {

    private final Map<String, ModelProperties.Model> configured;
    private final Map<String, ModelSource> sources = new ConcurrentHashMap<>();
    private final MadeModels made;

    ModelCatalog(ModelProperties properties, MadeModels made) {
        this.configured = new TreeMap<>(properties.models());
        this.made = made;
    }

    /** Names of the configured models, sorted. */
    public List<String> configured() {
        return List.copyOf(configured.keySet());
    }

    /** Models that jobs of an owner have made, by name. */
    public List<MadeModel> made(String owner) {
        return made.list(owner);
    }

    /** Whether there is a model of this name; reads no files. */
    public boolean has(String owner, String name) {
        return configured.containsKey(name) || made.find(owner, name).isPresent();
    }

    /** The model of this name, ready to be loaded. */
    public Optional<ModelSource> find(String owner, String name) {
        ModelProperties.Model model = configured.get(name);
        if (model != null) {
            return Optional.of(sources.computeIfAbsent(name, key -> source(key, model)));
        }
        return made.find(owner, name).map(found -> source(owner, found));
    }

    /** Its files are looked at once in a process's life. */
    private static ModelSource source(String name, ModelProperties.Model model) {
        Path clip = model.clip();
        try {
            return new ModelSource(
                    name,
                    model.folder(),
                    clip,
                    DeviceName.parse(model.device()),
                    model.precision(),
                    ModelVersion.of(model.folder(), clip));
        } catch (IOException e) {
            throw new UncheckedIOException("model " + name + " cannot be read", e);
        }
    }

    /** It runs where and as the model does that it was made from. */
    private ModelSource source(String owner, MadeModel model) {
        ModelProperties.Model base = configured.get(baseOf(owner, model));
        return new ModelSource(
                model.name(),
                made.folder(owner, model),
                null,
                base == null ? null : DeviceName.parse(base.device()),
                base == null ? null : base.precision(),
                model.version());
    }

    /** The configured model at the beginning of a chain of made ones. */
    private String baseOf(String owner, MadeModel model) {
        String base = model.baseModel();
        while (!configured.containsKey(base)) {
            Optional<MadeModel> next = made.find(owner, base);
            if (next.isEmpty()) {
                return base;
            }
            base = next.get().baseModel();
        }
        return base;
    }
}
