package io.opadpo.trainer.training;

import ai.djl.Device;
import io.opadpo.trainer.device.Devices;
import io.opadpo.trainer.job.InvalidParametersException;
import io.opadpo.trainer.model.ServingModels;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Gives devices to trainings, and sends models that answer away from them where that is configured. */
@Component
class TrainingDevices {

    private final Devices devices;
    private final ServingModels serving;
    private final TrainingProperties properties;

    TrainingDevices(Devices devices, ServingModels serving, TrainingProperties properties) {
        this.devices = devices;
        this.serving = serving;
        this.properties = properties;
    }

    /** A training's devices, until closed. */
    record Hold(Devices.Lease lease, ServingModels.@Nullable Suspension suspension) implements AutoCloseable {

        List<Device> devices() {
            return lease.devices();
        }

        @Override
        public void close() {
            if (suspension != null) {
                suspension.close();
            }
            lease.close();
        }
    }

    /** @throws InvalidParametersException if there are not so many devices */
    Hold take(int count, Runnable whileWaiting) throws InterruptedException {
        if (count > devices.count()) {
            throw new InvalidParametersException(
                    "options.replicas", "is " + count + ", but this service has " + devices.count() + " devices");
        }
        Devices.Lease lease = devices.take(count, whileWaiting);
        boolean complete = false;
        try {
            ServingModels.Suspension suspension =
                    properties.serveWhileTraining() ? null : serving.suspend(lease.devices(), whileWaiting);
            complete = true;
            return new Hold(lease, suspension);
        } finally {
            if (!complete) {
                lease.close();
            }
        }
    }
}
