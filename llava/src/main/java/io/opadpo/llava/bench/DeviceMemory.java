package io.opadpo.llava.bench;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory in use: of the whole device on CUDA, where libtorch keeps what it once took, and of this process on the host.
 */
final class DeviceMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Device device;
    private long peak;

    DeviceMemory(Device device) {
        this.device = device;
    }

    /** Looks once. */
    void sample() {
        peak = Math.max(peak, device.isGpu() ? CudaUtils.getGpuMemory(device).getCommitted() : hostPeak());
    }

    /** Highest number of bytes seen; 0 where it cannot be told. */
    long peak() {
        return peak;
    }

    /** The kernel's own high-water mark of this process. */
    private static long hostPeak() {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith("VmHWM:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
