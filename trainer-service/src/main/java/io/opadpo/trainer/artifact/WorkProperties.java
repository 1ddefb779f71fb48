package io.opadpo.trainer.artifact;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Where this service keeps its files.
 *
 * @param work a folder per job, whose checkpoints a job goes on from after a crash, and copies of stored adapters and
 *     models. A job can go on only where this folder is the same, and begins anew elsewhere
 */
@Validated
@ConfigurationProperties("opadpo.trainer")
record WorkProperties(@DefaultValue("data/trainer") Path work) {}
