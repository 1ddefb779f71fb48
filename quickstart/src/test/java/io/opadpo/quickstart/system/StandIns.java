package io.opadpo.quickstart.system;

import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import io.opadpo.service.testing.Api;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** All that the system test knows of the model, the corrector and the pictures it works with. */
final class StandIns implements AutoCloseable {

    private static final List<LabSample> SCENES = LabFolder.prompts(new LabSize(18, 1), 1);

    private final Path model;
    private final StandInCorrector corrector;

    StandIns(Path folder) throws IOException {
        model = folder.resolve("model");
        LabModel.unpack(model);
        corrector = StandInCorrector.start(0, LabFolder.truth(SCENES));
    }

    URI corrector() {
        return corrector.uri();
    }

    /** Arguments of the trainer-service. */
    List<String> trainer() {
        String name = "--opadpo.trainer.models." + LabModel.NAME;
        return List.of(name + ".folder=" + model, name + ".device=cpu", "--opadpo.trainer.devices=cpu");
    }

    /** Arguments of the feedback-service, whose requests go through a relay. */
    static List<String> feedback(URI relay) {
        String name = "--opadpo.feedback.endpoints." + StandInCorrector.NAME;
        return List.of(name + ".base-url=" + relay, name + ".model=" + StandInCorrector.NAME);
    }

    /** Uploads the pictures, and gives the body of a prompt set of them. */
    static ObjectNode promptSet(Api user) throws IOException {
        ObjectNode set = JsonMapper.shared().createObjectNode().put("name", "samples");
        ArrayNode prompts = set.putArray("prompts");
        for (LabSample sample : SCENES) {
            prompts.addObject()
                    .put("id", sample.id())
                    .put(
                            "image",
                            user.post("/v1/images", sample.png(), "application/octet-stream")
                                    .json()
                                    .path("sha256")
                                    .asString())
                    .put("question", sample.question().text())
                    .put("standard", sample.standard());
        }
        return set;
    }

    static int prompts() {
        return SCENES.size();
    }

    /** The body of a pipeline whose stages are long enough to be caught in their middle, and no longer. */
    static String pipeline(String name, String promptSet) {
        return """
                {"name": "%s", "prompt_set": "%s", "model": "%s",
                 "rollout": {"concurrency": %d, "sampling": {"max_tokens": 120, "seed": 1}},
                 "feedback": {"concurrency": %d, "reuse": false},
                 "opa": {"options": {"rank": 4, "epochs": 3, "batch": 2, "learning_rate": 2e-3,
                  "checkpoint_every": %d}},
                 "opa_dpo": {"options": {"epochs": 2, "batch": 3, "learning_rate": 1e-4,
                  "checkpoint_every": %d}},
                 "evaluation": {"limit": 6}}
                """.formatted(
                        name,
                        promptSet,
                        LabModel.NAME,
                        KilledServicesTest.CONCURRENCY,
                        KilledServicesTest.CONCURRENCY,
                        KilledServicesTest.CHECKPOINT_EVERY,
                        KilledServicesTest.CHECKPOINT_EVERY);
    }

    @Override
    public void close() {
        corrector.close();
    }
}
