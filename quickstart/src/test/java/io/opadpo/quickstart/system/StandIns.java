package io.opadpo.quickstart.system;

import io.opadpo.quickstart.corrector.StandInCorrector;
import io.opadpo.quickstart.standin.SampleImages;
import io.opadpo.quickstart.standin.StandInModel;
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

    private final Path model;
    private final StandInCorrector corrector;

    StandIns(Path folder) throws IOException {
        model = folder.resolve("model");
        StandInModel.unpack(model);
        corrector = StandInCorrector.start(0);
    }

    URI corrector() {
        return corrector.uri();
    }

    /** Arguments of the trainer-service. */
    List<String> trainer() {
        String name = "--opadpo.trainer.models." + StandInModel.NAME;
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
        for (SampleImages.Sample sample : SampleImages.ALL) {
            prompts.addObject()
                    .put("id", sample.file())
                    .put(
                            "image",
                            user.post("/v1/images", sample.bytes(), "application/octet-stream")
                                    .json()
                                    .path("sha256")
                                    .asString())
                    .put("question", sample.question())
                    .put("standard", sample.standard());
        }
        return set;
    }

    static int prompts() {
        return SampleImages.ALL.size();
    }

    /** The body of a pipeline whose stages are long enough to be caught in their middle, and no longer. */
    static String pipeline(String name, String promptSet) {
        return """
                {"name": "%s", "prompt_set": "%s", "model": "%s",
                 "rollout": {"samples": %d, "concurrency": %d, "sampling": {"max_tokens": 16, "seed": 1}},
                 "feedback": {"concurrency": %d},
                 "opa": {"options": {"rank": 4, "epochs": 3, "batch": 2, "learning_rate": 2e-3, "max_prompt": 400,
                  "checkpoint_every": %d}},
                 "opa_dpo": {"options": {"epochs": 2, "batch": 3, "learning_rate": 1e-4, "max_prompt": 400,
                  "checkpoint_every": %d}},
                 "evaluation": {"limit": 6}}
                """.formatted(
                        name,
                        promptSet,
                        StandInModel.NAME,
                        KilledServicesTest.SAMPLES,
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
