package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.read.ListAppender;
import io.opadpo.chat.testing.Asked;
import io.opadpo.chat.testing.Behaviour;
import io.opadpo.service.testing.TestService;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys, looked for everywhere that anything is kept or told. */
class SecretsTest {
    @Test
    void keysAreNowhere() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        try (Scene scene = new Scene(
                "opadpo.feedback.endpoints.azure.kind=azure",
                "opadpo.feedback.endpoints.azure.base-url=http://localhost:1",
                "opadpo.feedback.endpoints.azure.deployment=d",
                "opadpo.feedback.endpoints.azure.api-version=2024-10-21",
                "opadpo.feedback.endpoints.azure.api-key=az-of-the-judge",
                "opadpo.feedback.endpoints.azure.model=azure-vision",
                "opadpo.feedback.circuit.open=1ms",
                "opadpo.feedback.retries.within=0s")) {
            log.start();
            root.addAppender(log);
            // Everything is said, but not aloud.
            Appender<ILoggingEvent> console = root.getAppender("CONSOLE");
            root.detachAppender(console);
            root.setLevel(Level.DEBUG);
            String seen = everything(scene);
            root.setLevel(Level.WARN);
            root.addAppender(console);

            assertThat(scene.judge.requests())
                    .as("it was sent")
                    .allMatch(asked -> asked.headers().get("authorization").contains(Scene.API_KEY));
            assertThat(seen).contains("Bearer ***").contains("DENIED", "REQUEST_REFUSED", "UNREACHABLE");
            List<String> logged = log.list.stream()
                    .map(event -> event.getFormattedMessage()
                            + (event.getThrowableProxy() == null
                                    ? ""
                                    : ThrowableProxyUtil.asString(event.getThrowableProxy())))
                    .toList();
            assertThat(logged).isNotEmpty();
            for (String secret : List.of(Scene.API_KEY, "az-of-the-judge", TestService.SERVICE_KEY)) {
                assertThat(seen).doesNotContain(secret);
                assertThat(logged).noneMatch(line -> line.contains(secret));
            }
        } finally {
            root.detachAppender(log);
        }
    }

    /** What jobs that went well and badly leave in the database and tell by the API. */
    private static String everything(Scene scene) {
        StringBuilder seen = new StringBuilder();
        scene.judge.usually(Behaviour.answering(Scene::report));
        scene.judge.whenever(
                about("a01"), Behaviour.answering(asked -> asked.headers().get("authorization")));
        scene.judge.whenever(about("a02"), Behaviour.failing(400, "odd", "You sent " + Scene.API_KEY));
        scene.judge.whenever(about("a03"), Behaviour.hangingUp());
        seen.append(job(scene, ""));
        scene.judge.whenever(asked -> true, Behaviour.failing(401, "invalid_api_key", "Wrong key " + Scene.API_KEY));
        seen.append(job(scene, ""));
        seen.append(job(scene, ",\"judge\":\"azure\""));
        JdbcClient jdbc = scene.service.bean(JdbcClient.class);
        List<String> tables = jdbc.sql("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
                .query(String.class)
                .list();
        assertThat(tables).contains("jobs", "work_items", "feedback_calls", "feedback_replies");
        for (String table : tables) {
            jdbc.sql("SELECT t::text FROM \"" + table + "\" t")
                    .query(String.class)
                    .list()
                    .forEach(seen::append);
        }
        return seen.toString();
    }

    private static String job(Scene scene, String more) {
        String job = Scene.start(scene.alice, scene.rollout("alice", 8), more);
        return Scene.end(scene.alice, job)
                + scene.alice.get(job + "/items").text()
                + scene.alice.get(job + "/events").text()
                + scene.alice.get(Scene.corrections(job)).text()
                + scene.alice.get(job.replace("jobs", "feedback") + "/cost").text();
    }

    private static java.util.function.Predicate<Asked> about(String id) {
        return asked -> Scene.id(asked).equals(id);
    }
}
