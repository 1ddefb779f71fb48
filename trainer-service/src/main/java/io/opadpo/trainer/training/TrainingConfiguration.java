package io.opadpo.trainer.training;

import io.opadpo.trainer.device.Devices;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A handler for each kind of training, and the devices they share. */
@Configuration(proxyBeanMethods = false)
class TrainingConfiguration {

    @Bean
    Devices devices(TrainingProperties properties) {
        return new Devices(properties.devices());
    }

    @Bean
    TrainingHandler opa(TrainingParts parts) {
        return new TrainingHandler(TrainingKind.OPA, parts);
    }

    @Bean
    TrainingHandler opaDpo(TrainingParts parts) {
        return new TrainingHandler(TrainingKind.OPA_DPO, parts);
    }

    @Bean
    TrainingHandler sft(TrainingParts parts) {
        return new TrainingHandler(TrainingKind.SFT, parts);
    }

    @Bean
    TrainingHandler dpo(TrainingParts parts) {
        return new TrainingHandler(TrainingKind.DPO, parts);
    }
}
