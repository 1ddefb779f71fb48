package io.opadpo.dataset.intake;

import io.opadpo.dataset.DatasetServiceApplication;
import io.opadpo.dataset.FaultyBlobs;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.EventStream;
import io.opadpo.service.testing.TestService;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.SpringApplication;

/**
 * A service in a process of its own. Arguments: JDBC address, folder, and either how many images it stores before it
 * comes to a halt, or the job to wait for.
 */
final class ImportProcess {

    static final String OWNER = "import-sigkill";
    static final String STARTED = "job ";
    static final String HALF_WAY = "half way";
    static final String ENDED = "ended ";

    private ImportProcess() {}

    public static void main(String[] args) {
        boolean first = args[2].matches("[0-9]+");
        FaultyBlobs blobs = new FaultyBlobs();
        if (first) {
            haltAfter(Integer.parseInt(args[2]), blobs);
        }
        SpringApplication application = DatasetServiceApplication.application();
        application.addInitializers(context -> context.getBeanFactory().addBeanPostProcessor(blobs));
        TestService service = TestService.startOn(
                args[0],
                application,
                "opadpo.blobs.folder=" + args[1] + "/blobs",
                "opadpo.dataset.imports.work=" + args[1] + "/work",
                "opadpo.dataset.prompts.import-root=" + args[1] + "/import",
                "opadpo.jobs.lease=3s",
                "opadpo.jobs.poll-interval=50ms",
                "opadpo.jobs.reap-interval=50ms",
                "opadpo.jobs.backoff-base=0ms");
        Api api = service.as(OWNER);
        String job = first
                ? api.post("/v1/prompt-sets/import", "{\"name\": \"killed\", \"source\": {\"path\": \"data.jsonl\"}}")
                        .header("Location")
                : args[2];
        System.out.println(STARTED + job);
        try (EventStream events = api.events(job + "/events")) {
            events.rest();
        }
        System.out.println(ENDED + api.get(job).text());
        service.close();
        System.exit(0);
    }

    /** The thread that stores the last image goes no further; so the job never ends, while its lease is kept. */
    private static void haltAfter(int images, FaultyBlobs blobs) {
        AtomicInteger stored = new AtomicInteger();
        blobs.afterPut(key -> {
            if (key.value().startsWith("images/") && stored.incrementAndGet() == images) {
                System.out.println(HALF_WAY);
                try {
                    new CountDownLatch(1).await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        });
    }
}
