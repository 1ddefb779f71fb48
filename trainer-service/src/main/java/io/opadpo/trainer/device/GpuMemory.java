package io.opadpo.trainer.device;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.lang.management.MemoryUsage;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/**
 * Memory of each GPU, whoever has taken it: libtorch's allocator keeps what it once took, so use does not fall between
 * jobs. There is nothing of it without a GPU. Asks CUDA's runtime, which is there before libtorch is loaded.
 */
@Component
class GpuMemory implements MeterBinder {

    @Override
    public void bindTo(MeterRegistry registry) {
        for (int i = 0; i < CudaUtils.getGpuCount(); i++) {
            Device device = Device.gpu(i);
            gauge(registry, device, "opadpo.gpu.memory.used", "Memory in use", MemoryUsage::getCommitted);
            gauge(registry, device, "opadpo.gpu.memory.total", "Memory of the device", MemoryUsage::getMax);
        }
    }

    private static void gauge(
            MeterRegistry registry,
            Device device,
            String name,
            String description,
            ToDoubleFunction<MemoryUsage> figure) {
        Gauge.builder(name, device, it -> ask(it, figure))
                .description(description)
                .baseUnit("bytes")
                .tag("device", "gpu:" + device.getDeviceId())
                .register(registry);
    }

    /** Not a number where it cannot be told. */
    private static double ask(Device device, ToDoubleFunction<MemoryUsage> figure) {
        try {
            return figure.applyAsDouble(CudaUtils.getGpuMemory(device));
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }
}
