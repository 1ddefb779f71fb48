package io.opadpo.trainer.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.jobs.JobError;
import io.opadpo.llava.LlavaException;
import org.junit.jupiter.api.Test;

class JobErrorsTest {

    private static JobError error(RuntimeException e) {
        return JobErrors.of(e).orElseThrow().error();
    }

    @Test
    void memoryMayBeThereTheNextTime() {
        JobError gpu = error(new IllegalStateException("failed", new RuntimeException("CUDA out of memory. Tried")));
        assertThat(gpu.code()).isEqualTo("OUT_OF_MEMORY");
        assertThat(gpu.retryable()).isTrue();
        assertThat(error(new RuntimeException("DefaultCPUAllocator: can't allocate memory: you tried"))
                        .retryable())
                .isTrue();
    }

    @Test
    void filesAreNamedWithoutTheirFolders() {
        JobError error = error(new LlavaException("/srv/models/tiny/config.json: field hidden_size is missing"));
        assertThat(error.message()).isEqualTo("config.json: field hidden_size is missing");
        assertThat(error.retryable()).isFalse();
    }

    @Test
    void whatIsOursIsNotToldToTheOwner() {
        assertThat(JobErrors.of(new IllegalStateException("secret"))).isEmpty();
    }
}
