package io.opadpo.llava.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Memory in use, in bytes: of the whole device on CUDA, where libtorch keeps what it once took, and of this process on the
 * host.
 */
public final class DeviceMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private final Device device;
    private long peak;

    public DeviceMemory(Device device) {
        this.device = device;
    }

    /** What is in use now; 0 where it cannot be told. */
    public long inUse() {
        return device.isGpu() ? committed() : status("VmRSS:");
    }

    /** Looks once. */
    public void sample() {
        // The kernel keeps a high-water mark of processes.
        peak = Math.max(peak, device.isGpu() ? committed() : status("VmHWM:"));
    }

    /** Highest number of bytes seen; 0 where it cannot be told. */
    public long peak() {
        return peak;
    }

    private long committed() {
        try {
            return CudaUtils.getGpuMemory(device).getCommitted();
        } catch (RuntimeException e) {
            // DJL has no CUDA runtime library to ask, though libtorch has one.
            return 0;
        }
    }

    private static long status(String field) {
        try {
            return Files.readAllLines(STATUS).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
