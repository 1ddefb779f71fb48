package io.opadpo.trainer.training;

import io.opadpo.trainer.artifact.WorkFolders;
import io.opadpo.trainer.data.Datasets;
import io.opadpo.trainer.device.Devices;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A handler for each kind of training, and the devices they share. */
@Configuration(proxyBeanMethods = false)
class TrainingConfiguration {

    private record Parts(
            TrainingInputs inputs,
            Datasets datasets,
            TrainingDevices devices,
            TrainingResults results,
            WorkFolders work,
            Clock clock) {

        TrainingHandler handler(TrainingKind kind) {
            return new TrainingHandler(kind, inputs, datasets, devices, results, work, clock);
        }
    }

    @Bean
    Devices devices(TrainingProperties properties) {
        return new Devices(properties.devices());
    }

    @Bean
    Parts trainingParts(
            TrainingInputs inputs,
            Datasets datasets,
            TrainingDevices devices,
            TrainingResults results,
            WorkFolders work,
            Clock clock) {
        return new Parts(inputs, datasets, devices, results, work, clock);
    }

    @Bean
    TrainingHandler opa(Parts parts) {
        return parts.handler(TrainingKind.OPA);
    }

    @Bean
    TrainingHandler opaDpo(Parts parts) {
        return parts.handler(TrainingKind.OPA_DPO);
    }

    @Bean
    TrainingHandler sft(Parts parts) {
        return parts.handler(TrainingKind.SFT);
    }

    @Bean
    TrainingHandler dpo(Parts parts) {
        return parts.handler(TrainingKind.DPO);
    }
}
