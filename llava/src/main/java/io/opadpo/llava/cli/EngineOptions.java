package io.opadpo.llava.cli;

import io.opadpo.llava.Llava;
import io.opadpo.llava.LlavaOptions;
import picocli.CommandLine.Mixin;

/** Options of commands that run a model. */
final class EngineOptions {

    @Mixin
    ModelOptions model = new ModelOptions();

    @Mixin
    DeviceOptions device = new DeviceOptions();

    /** Loads the model, with progress. */
    Llava load(Progress progress) {
        LlavaOptions options = device.options().withClipFolder(model.clip).withProgress(progress::update);
        return Llava.load(model.folder, options);
    }
}
