package io.opadpo.llava.train.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ShutdownSignalTest {

    @Test
    void aShutdownWaitsForTheTrainer() throws InterruptedException {
        ShutdownSignal signal = ShutdownSignal.install(Duration.ofMinutes(1));
        AtomicBoolean checkpointed = new AtomicBoolean();
        Thread trainer = new Thread(() -> {
            while (!signal.isRequested()) {
                Thread.onSpinWait();
            }
            checkpointed.set(true);
            signal.close();
        });
        trainer.start();
        assertThat(signal.onShutdown()).isTrue();
        assertThat(checkpointed).isTrue();
        trainer.join();
    }

    @Test
    void itDoesNotWaitForEver() {
        try (ShutdownSignal signal = ShutdownSignal.install(Duration.ofMillis(20))) {
            assertThat(signal.isRequested()).isFalse();
            assertThat(signal.onShutdown()).isFalse();
            assertThat(signal.isRequested()).isTrue();
        }
    }

    @Test
    void nothingIsLeftToWaitForOnceItIsClosed() {
        ShutdownSignal signal = ShutdownSignal.install(Duration.ofMinutes(1));
        signal.close();
        signal.close();
        assertThat(signal.isRequested()).isFalse();
        assertThat(signal.onShutdown()).isTrue();
    }

    @Test
    void anInterruptEndsTheWaitAndStaysKnown() {
        try (ShutdownSignal signal = ShutdownSignal.install(Duration.ofMinutes(1))) {
            Thread.currentThread().interrupt();
            assertThat(signal.onShutdown()).isFalse();
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void aTrainerCanBeStoppedWithoutAShutdown() {
        try (ShutdownSignal signal = ShutdownSignal.install(Duration.ofMinutes(1))) {
            signal.request();
            assertThat(signal.isRequested()).isTrue();
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no SIGTERM")
    void aTerminatedProcessLeavesItsLastCheckpoint(@TempDir Path folder) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        TrainingProcess.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output = process.inputReader()) {
            assertThat(output.readLine()).isEqualTo("training");
            process.destroy();
            assertThat(process.waitFor(50, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        // 128 + SIGTERM: the JVM ended by the signal and not because the trainer was done.
        assertThat(process.exitValue()).isEqualTo(143);
        Recovery found = new CheckpointStore(folder, Retention.last(1)).latest();
        assertThat(found.skipped()).isEmpty();
        Checkpoint last = found.checkpoint().orElseThrow();
        assertThat(last.state("steps", Long.class)).isEqualTo(last.step()).isPositive();
        assertThat(Samples.names(folder)).hasSize(1);
    }
}
