package io.opadpo.gateway.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.JobState;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineStateTest {
    @ParameterizedTest
    @CsvSource({
        "READY WAITING WAITING,         WAITING",
        "RUNNING WAITING WAITING,       RUNNING",
        "SUCCEEDED READY WAITING,       RUNNING",
        "SUCCEEDED PAUSED WAITING,      PAUSED",
        "SUCCEEDED DEAD BLOCKED,        FAILED",
        "SUCCEEDED CANCELLED BLOCKED,   CANCELLED",
        "DEAD CANCELLED CANCELLED,      FAILED",
        "SUCCEEDED SUCCEEDED SUCCEEDED, SUCCEEDED",
    })
    void followsFromTheStages(String stages, PipelineState state) {
        List<JobState> states =
                Arrays.stream(stages.split(" ")).map(JobState::valueOf).toList();
        assertThat(PipelineState.of(states)).isEqualTo(state);
    }
}
