package io.opadpo.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.feedback.judge.EndpointSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ByteArrayResource;

/** The examples of judges in the files to deploy with, once their comments are taken away. */
class ShippedSettingsTest {
    @Test
    void composeShowsAJudgeAsItShouldBe() throws IOException {
        FeedbackProperties settings = bind(uncommented(Files.readString(Path.of("../docker/config/feedback.yml"))));

        assertThat(settings.endpoints()).containsOnlyKeys("corrector", "gpt");
        isComplete(settings);
    }

    @Test
    void soDoesKubernetes() throws IOException {
        String manifests = Files.readString(Path.of("../k8s/base/settings.yaml"));
        String feedback = manifests
                .lines()
                .dropWhile(line -> !line.startsWith("    opadpo.feedback:"))
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n"));

        isComplete(bind(uncommented(feedback)));
    }

    private static void isComplete(FeedbackProperties settings) {
        EndpointSettings judge = settings.endpoints().get("gpt");
        assertThat(settings.prompt()).isEqualTo("v2");
        assertThat(judge.model()).matches(".+-\\d{4}-\\d{2}-\\d{2}").isEqualTo(judge.reportedModel());
        assertThat(judge.responseFormat()).hasToString("JSON_SCHEMA");
        assertThat(judge.price().known()).isTrue();
        assertThat(judge.limits().requestsPerMinute()).isPositive();
        assertThat(judge.limits().tokensPerMinute()).isPositive();
        assertThat(judge.limits().spendPerDay()).isPositive();
        assertThat(judge.apiKey()).isEqualTo("secret");
    }

    /** Comments that are YAML, whose words are a key, lose their sign. */
    private static String uncommented(String yaml) {
        return yaml.replaceAll("(?m)^( *)# ( *[a-z-]+:( .*)?)$", "$1$2");
    }

    private static FeedbackProperties bind(String yaml) throws IOException {
        StandardEnvironment environment = new StandardEnvironment();
        environment.getSystemProperties().put("OPADPO_JUDGE_KEY", "secret");
        try {
            new YamlPropertySourceLoader()
                    .load("shipped", new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)))
                    .forEach(environment.getPropertySources()::addLast);
            return Binder.get(environment)
                    .bind("opadpo.feedback", FeedbackProperties.class)
                    .get();
        } finally {
            environment.getSystemProperties().remove("OPADPO_JUDGE_KEY");
        }
    }
}
