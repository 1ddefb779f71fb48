package io.opadpo.quickstart.demo;

import io.opadpo.lab.corrector.StandInCorrector;
import io.opadpo.lab.files.LabSample;
import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.QuickstartException;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PipelineSettings;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What {@code docker-compose.yml} needs beside the services to show a pipeline. */
public final class Demo {

    private static final String USAGE = "usage: lab FOLDER | corrector PORT | prompts | run";

    private static final long SEED = 1;

    private Demo() {}

    /**
     * {@code lab FOLDER} writes the lab's model and benchmarks, and {@code corrector PORT} stands in for the vision model until it
     * is ended. The others talk to the gateway at {@code OPADPO_GATEWAY} with the key {@code OPADPO_BOOTSTRAP_KEY}:
     * {@code prompts} makes a small prompt set, however often only once, and {@code run} runs the quick start's
     * pipeline and follows it.
     */
    public static void main(String[] arguments) throws IOException {
        String command = String.join(" ", arguments);
        try {
            if (command.equals("run")) {
                new MainJob(
                                platform(),
                                Prompts.of(scenes()),
                                PipelineSettings.scenes(LabSize.STANDARD, SEED),
                                Path.of(System.getProperty("java.io.tmpdir"), "report.html"),
                                System.out)
                        .run();
            } else if (command.equals("prompts")) {
                prompts();
            } else if (arguments.length == 2 && command.startsWith("lab ")) {
                new LabFolder(Path.of(arguments[1]).toAbsolutePath(), LabSize.STANDARD).writeLinked();
            } else if (arguments.length == 2 && command.startsWith("corrector ")) {
                corrector(Integer.parseInt(arguments[1]));
            } else {
                end(2, USAGE);
            }
        } catch (QuickstartException e) {
            end(1, "Failed: " + e.getMessage());
        }
    }

    private static List<LabSample> scenes() {
        return LabFolder.prompts(LabSize.STANDARD, SEED);
    }

    private static void corrector(int port) throws IOException {
        List<LabSample> known = new ArrayList<>(scenes());
        known.addAll(LabFolder.examples());
        StandInCorrector.start(new InetSocketAddress(port), LabFolder.truth(known));
    }

    private static void prompts() throws IOException {
        ObjectNode set = JsonMapper.shared().createObjectNode().put("name", "samples");
        ArrayNode list = set.putArray("prompts");
        for (Prompts.Prompt prompt : Prompts.of(LabFolder.examples()).all()) {
            list.addObject()
                    .put("id", prompt.id())
                    .put("image", "data:;base64," + Base64.getEncoder().encodeToString(prompt.image()))
                    .put("question", prompt.question())
                    .put("standard", prompt.standard());
        }
        String id =
                platform().post("/v1/prompt-sets", set, "samples").path("id").asString();
        System.out.println("Prompt set " + id + ". POST /v1/pipelines with this, or with more of its settings:");
        System.out.println(
                "{\"name\": \"demo\", \"prompt_set\": \"" + id + "\", \"model\": \"" + LabModel.NAME + "\"}");
    }

    private static PlatformClient platform() {
        return new PlatformClient(URI.create(variable("OPADPO_GATEWAY")), variable("OPADPO_BOOTSTRAP_KEY"));
    }

    private static String variable(String name) {
        return Optional.ofNullable(System.getenv(name))
                .orElseThrow(() -> new QuickstartException("The environment variable " + name + " is not set"));
    }

    private static void end(int status, String message) {
        System.err.println(message);
        System.exit(status);
    }
}
