package io.opadpo.llava.torch;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import java.io.IOException;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Memory in use, in bytes: of the whole device on CUDA, where libtorch keeps what it once took, and of this process on the
 * host.
 */
public final class DeviceMemory {

    private static final Path STATUS = Path.of("/proc/self/status");
    private static final Path MEMINFO = Path.of("/proc/meminfo");

    /** Limits of a container, in the second version of control groups. */
    private static final Path GROUP = Path.of("/sys/fs/cgroup");

    private final Device device;
    private long peak;

    public DeviceMemory(Device device) {
        this.device = device;
    }

    /** What is in use now; 0 where it cannot be told. */
    public long inUse() {
        return device.isGpu() ? committed() : field(STATUS, "VmRSS:");
    }

    /** What more can be taken; empty where it cannot be told. */
    public OptionalLong free() {
        if (device.isGpu()) {
            try {
                MemoryUsage usage = CudaUtils.getGpuMemory(device);
                return OptionalLong.of(Math.max(0, usage.getMax() - usage.getCommitted()));
            } catch (RuntimeException e) {
                // DJL has no CUDA runtime library to ask, though libtorch has one.
                return OptionalLong.empty();
            }
        }
        long host = field(MEMINFO, "MemAvailable:");
        return host == 0 ? OptionalLong.empty() : OptionalLong.of(Math.min(host, freeOfGroup()));
    }

    /** What a container's limit leaves. Cached files count as used there, though they give way. */
    private static long freeOfGroup() {
        long limit = number(GROUP.resolve("memory.max"));
        long used = number(GROUP.resolve("memory.current")) - inactiveFiles();
        return limit == 0 ? Long.MAX_VALUE : Math.max(0, limit - used);
    }

    private static long inactiveFiles() {
        try (Stream<String> lines = Files.lines(GROUP.resolve("memory.stat"))) {
            return lines.filter(line -> line.startsWith("inactive_file "))
                    .mapToLong(line -> Long.parseLong(line.substring("inactive_file ".length())))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * How much libtorch's allocator holds for each byte in use when shapes change with every step. On CUDA it is left with
     * blocks of many sizes, up to 2.4 times as much on an H200 at the 7B shape; with {@code expandable_segments} it was 1.3.
     */
    public static double overhead(Device device) {
        String settings = System.getenv().getOrDefault("PYTORCH_CUDA_ALLOC_CONF", "")
                + System.getenv().getOrDefault("PYTORCH_ALLOC_CONF", "");
        return device.isGpu() && !settings.contains("expandable_segments:True") ? 2.5 : 1.5;
    }

    /** Looks once. */
    public void sample() {
        // The kernel keeps a high-water mark of processes.
        peak = Math.max(peak, device.isGpu() ? committed() : field(STATUS, "VmHWM:"));
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

    /** The number of a file that holds one; 0 where there is none. */
    private static long number(Path file) {
        try {
            String text = Files.readString(file).strip();
            return text.matches("[0-9]{1,18}") ? Long.parseLong(text) : 0;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long field(Path file, String field) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            return 0;
        }
    }
}
