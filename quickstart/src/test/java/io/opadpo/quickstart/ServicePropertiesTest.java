package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.quickstart.lab.LabSize;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The description of the API is open, so what its examples name is for this machine only. */
class ServicePropertiesTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.0.0.9", "localhost", "::1"})
    void examplesNameWhatJobsHaveMadeWhereOnlyThisMachineCanReadThem(String address) {
        assertThat(examples(address))
                .containsEntry("opadpo.examples.owner", "default")
                .containsEntry("springdoc.cache.disabled", "true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7"})
    void examplesTellStrangersNothing(String address) {
        assertThat(examples(address))
                .doesNotContainKeys("opadpo.examples.owner", "springdoc.cache.disabled")
                .containsKeys("opadpo.examples.model", "opadpo.examples.bodies.PipelineRequest");
    }

    private static Map<String, String> examples(String address) {
        LabSize size = new LabSize(1, 1);
        return ServiceProperties.examples(
                new PlatformSettings(Path.of("data"), 0, address, null, null, 0, size, List.of(1L), Map.of()));
    }
}
