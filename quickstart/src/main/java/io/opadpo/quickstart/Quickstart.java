package io.opadpo.quickstart;

import io.opadpo.lab.model.LabModel;
import io.opadpo.quickstart.job.MainJob;
import io.opadpo.quickstart.job.PipelineSettings;
import io.opadpo.quickstart.job.PlatformClient;
import io.opadpo.quickstart.job.Prompts;
import io.opadpo.quickstart.job.Study;
import io.opadpo.quickstart.lab.LabFolder;
import io.opadpo.quickstart.lab.LabSize;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the platform, runs a pipeline on it, and keeps it open. */
@Command(
        name = "quickstart",
        description = "Starts all services, runs a pipeline from pictures to an evaluated adapter, and keeps the"
                + " platform open until Ctrl-C.",
        mixinStandardHelpOptions = true,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:done", "1:something failed; the output says what", "2:wrong usage"})
public final class Quickstart implements Callable<Integer> {

    private static final String JUDGE_KEY = "OPADPO_JUDGE_KEY";

    @Option(
            names = "--data",
            description = "folder of everything that is kept; a second start goes on with it (default: ~/.opadpo)")
    private @Nullable Path data;

    @Option(
            names = "--port",
            defaultValue = "8080",
            description = "port of the gateway; the services take the ones behind it (default: ${DEFAULT-VALUE}; 0:"
                    + " free ones)")
    private int port;

    @Option(
            names = "--address",
            defaultValue = PlatformSettings.LOOPBACK,
            description = "address that the gateway listens at (default: ${DEFAULT-VALUE}; 0.0.0.0: all)")
    private String address = PlatformSettings.LOOPBACK;

    @Option(names = "--exit", description = "end after the pipeline")
    private boolean exit;

    @Option(names = "--no-job", description = "start the platform and run nothing")
    private boolean noJob;

    @Option(
            names = "--images",
            description =
                    "folder of your own pictures, with a prompts.jsonl (id, image, question, standard to a line), or"
                            + " with x.txt beside x.jpg for its standard answer")
    private @Nullable Path images;

    @Option(
            names = "--question",
            defaultValue = "What is in the picture?",
            description = "the question about each of them (default: ${DEFAULT-VALUE})")
    private String question = "";

    @Option(
            names = "--faults",
            paramLabel = "SHARE",
            defaultValue = "0",
            description = "share of the stand-in's replies that go wrong, as those of real endpoints do (default: 0)")
    private double faults;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description =
                    "folder of a LLaVA-1.5 checkpoint to align instead of the lab's model, with published settings")
    private @Nullable Path model;

    @Option(
            names = "--scenes",
            paramLabel = "N",
            defaultValue = "512",
            description =
                    "pictures of the lab to align on, where there are none of your own (default: ${DEFAULT-VALUE})")
    private int scenes;

    @Option(
            names = "--tests",
            paramLabel = "N",
            defaultValue = "500",
            description = "other pictures in each of the two benchmarks (default: ${DEFAULT-VALUE})")
    private int tests;

    @Option(
            names = "--test-seed",
            defaultValue = "" + LabSize.TEST,
            description = "of the pictures that tests are made of (default: ${DEFAULT-VALUE})")
    private long testSeed;

    @Option(
            names = "--seed",
            defaultValue = "1",
            description = "of scenes, sampling and training (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(
            names = "--study",
            description =
                    "run the pipeline with this seed and the next two, and OPA-DPO without OPA; ends with a table")
    private boolean study;

    @Option(
            names = "--judge",
            paramLabel = "URL",
            description =
                    "OpenAI-compatible endpoint that corrects instead of the stand-in, without /v1; its key is taken"
                            + " from the environment, " + JUDGE_KEY)
    private @Nullable URI judge;

    @Option(
            names = "--judge-model",
            paramLabel = "NAME",
            defaultValue = "gpt-4o",
            description = "the model to ask there (default: ${DEFAULT-VALUE})")
    private String judgeModel = "";

    private final PrintStream out = System.out;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile boolean stopping;

    public static void main(String[] arguments) {
        // Threads that wait for each other cost the small model more than they bring.
        if (System.getProperty("ai.djl.pytorch.num_threads") == null) {
            System.setProperty("ai.djl.pytorch.num_threads", "1");
        }
        // Until the first service sets logging up, nothing is logged: the screen belongs to the user.
        LoggingSystem.get(Quickstart.class.getClassLoader()).beforeInitialize();
        Quickstart quickstart = new Quickstart();
        System.exit(new CommandLine(quickstart)
                .setExecutionExceptionHandler((e, command, parsed) -> quickstart.failed(e))
                .execute(arguments));
    }

    private int failed(Exception e) {
        if (!stopping) {
            out.println("Failed: " + (e instanceof QuickstartException ? e.getMessage() : reason(e)));
        }
        return 1;
    }

    /** What went wrong, and what that came from: Spring's own messages seldom say it. */
    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root == thrown ? thrown.toString() : thrown + ", by " + root;
    }

    @Override
    public Integer call() throws Exception {
        long start = System.nanoTime();
        Path folder = data == null ? Path.of(System.getProperty("user.home"), ".opadpo") : data;
        if (study && images != null) {
            throw new QuickstartException("--study is about the lab's scenes, so it has no --images");
        }
        LabSize size = new LabSize(scenes, tests, testSeed);
        OwnModel own = model == null ? null : new OwnModel(model.toAbsolutePath());
        PlatformSettings settings =
                new PlatformSettings(folder, port, address, corrector(), own, faults, size, seeds(), Map.of());
        Prompts prompts = images == null ? Prompts.of(LabFolder.prompts(size, seed)) : Prompts.of(images, question);
        PipelineSettings pipeline = images == null && own == null
                ? PipelineSettings.scenes(size, seed)
                : PipelineSettings.own(own == null ? LabModel.NAME : own.name(), seed);
        out.println("Starting the platform; its log is " + folder.resolve("quickstart.log"));
        try (Platform platform = Platform.start(settings, part -> out.println("  " + part))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(platform), "shutdown"));
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            out.printf("The gateway answers after %.1f s.%n", took.toMillis() / 1000.0);
            if (!noJob) {
                out.println(notice());
                PlatformClient client = new PlatformClient(platform.gateway(), platform.key());
                if (study) {
                    new Study(client, size, folder, out).run(seeds());
                } else {
                    new MainJob(client, prompts, pipeline, folder.resolve("report.html"), out).run();
                }
            }
            if (!exit) {
                keepOpen(platform);
            }
        }
        return 0;
    }

    private List<Long> seeds() {
        return study ? List.of(seed, seed + 1, seed + 2) : List.of(seed);
    }

    private @Nullable CorrectorEndpoint corrector() {
        return judge == null ? null : new CorrectorEndpoint("judge", judge, judgeModel, System.getenv(JUDGE_KEY));
    }

    private String notice() {
        String who = judge != null
                ? judgeModel
                : images != null
                        ? "a stand-in that knows nothing but your standard answers"
                        : "a stand-in that knows the truth about the lab's scenes";
        return "The model is "
                + (model == null ? "the lab's, of a million weights" : model.toString())
                + "; its answers are corrected by " + who + ".";
    }

    private void keepOpen(Platform platform) throws Exception {
        out.println();
        out.println("Swagger UI: " + platform.gateway() + "/swagger-ui.html");
        out.println("Key (\"Authorize\" there, or \"Authorization: Bearer …\"): " + platform.key());
        out.println("Ctrl-C ends the platform; what it has made is kept.");
        stopped.await();
    }

    /** On Ctrl-C, SIGTERM, and at the end. */
    private void stop(Platform platform) {
        stopping = true;
        platform.close();
        stopped.countDown();
    }
}
