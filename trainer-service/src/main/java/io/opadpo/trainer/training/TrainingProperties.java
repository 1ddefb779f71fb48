package io.opadpo.trainer.training;

import io.opadpo.trainer.device.DeviceName;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where trainings run.
 *
 * @param devices one job at a time runs on each; {@code opadpo.jobs.concurrency} should be their number, as a job that
 *     finds none free waits in the worker's hands
 * @param serveWhileTraining whether models go on answering on a device that trains. On a GPU their memory is then missing
 *     for the training, so a CPU may, and a GPU needs the room
 */
@Validated
@ConfigurationProperties("opadpo.trainer")
record TrainingProperties(
        @DefaultValue("auto") @NotEmpty List<@Pattern(regexp = DeviceName.PATTERN) String> devices,
        @DefaultValue("true") boolean serveWhileTraining) {}
