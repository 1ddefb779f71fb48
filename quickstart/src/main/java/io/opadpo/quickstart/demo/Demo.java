package io.opadpo.quickstart.demo;

import io.opadpo.quickstart.QuickstartException;
import io.opadpo.quickstart.corrector.StandInCorrector;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.standin.StandInModel;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** What {@code docker-compose.yml} needs beside the services to show a pipeline. */
public final class Demo {

    private static final String USAGE = "usage: model FOLDER | corrector PORT | run";

    private Demo() {}

    /**
     * {@code model FOLDER} writes the stand-in model, {@code corrector PORT} stands in for the vision model until it is
     * ended, and {@code run} sends the sample pictures to the gateway at {@code OPADPO_GATEWAY} with the key
     * {@code OPADPO_BOOTSTRAP_KEY} and follows their pipeline.
     */
    public static void main(String[] arguments) throws IOException {
        String command = arguments.length == 0 ? "" : arguments[0];
        if (command.equals("run")) {
            run();
        } else if (arguments.length != 2) {
            end(2, USAGE);
        } else if (command.equals("model")) {
            StandInModel.unpack(Path.of(arguments[1]).toAbsolutePath());
        } else if (command.equals("corrector")) {
            StandInCorrector.start(new InetSocketAddress(Integer.parseInt(arguments[1])));
        } else {
            end(2, USAGE);
        }
    }

    private static void run() throws IOException {
        PlatformClient platform =
                new PlatformClient(URI.create(variable("OPADPO_GATEWAY")), variable("OPADPO_BOOTSTRAP_KEY"));
        try {
            new MainJob(platform, Prompts.samples(), System.out).run();
        } catch (QuickstartException e) {
            end(1, "Failed: " + e.getMessage());
        }
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
