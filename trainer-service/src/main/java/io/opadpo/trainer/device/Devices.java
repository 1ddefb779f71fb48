package io.opadpo.trainer.device;

import ai.djl.Device;
import io.opadpo.llava.torch.Torch;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The devices that jobs of this process run on. Each is held by one job at a time; a job that needs several gets them all
 * at once, so that two jobs cannot wait for each other.
 */
public final class Devices {

    private static final long LOOK_MILLIS = 200;

    private final List<String> names;
    private final Set<Device> held = new LinkedHashSet<>();
    private @Nullable List<Device> all;

    /** @param names as configured: {@code cpu}, {@code gpu:N}, or {@code auto} for all GPUs, or the CPU without any */
    public Devices(List<String> names) {
        this.names = names.stream().distinct().toList();
        this.names.forEach(DeviceName::require);
    }

    /** Devices held until closed. */
    public final class Lease implements AutoCloseable {
        private final List<Device> devices;

        private Lease(List<Device> devices) {
            this.devices = List.copyOf(devices);
        }

        /** Those held, in their order. */
        public List<Device> devices() {
            return devices;
        }

        @Override
        public void close() {
            release(devices);
        }
    }

    /** How many there are; asking looks for GPUs. */
    public int count() {
        return all().size();
    }

    /**
     * Takes any devices that are free.
     *
     * @param whileWaiting called a few times a second as long as there are too few; may throw to give up
     * @throws IllegalArgumentException if there are not so many at all
     */
    public Lease take(int count, Runnable whileWaiting) throws InterruptedException {
        if (count > count()) {
            throw new IllegalArgumentException("there are only " + count() + " devices, not " + count);
        }
        return take(all(), count, whileWaiting);
    }

    /** Takes a certain device, which need not be one of the configured ones. */
    public Lease take(Device device, Runnable whileWaiting) throws InterruptedException {
        return take(List.of(device), 1, whileWaiting);
    }

    private Lease take(List<Device> suitable, int count, Runnable whileWaiting) throws InterruptedException {
        while (true) {
            synchronized (this) {
                List<Device> free = suitable.stream()
                        .filter(device -> !held.contains(device))
                        .limit(count)
                        .toList();
                if (free.size() == count) {
                    held.addAll(free);
                    return new Lease(free);
                }
                wait(LOOK_MILLIS);
            }
            whileWaiting.run();
        }
    }

    private synchronized void release(List<Device> devices) {
        devices.forEach(held::remove);
        notifyAll();
    }

    /** Looked for late, because it loads libtorch. */
    private synchronized List<Device> all() {
        if (all == null) {
            all = names.stream()
                    .flatMap(name -> named(name).stream())
                    .distinct()
                    .toList();
        }
        return all;
    }

    private static List<Device> named(String name) {
        Device device = DeviceName.parse(name);
        if (device != null) {
            return List.of(device);
        }
        int gpus = Torch.gpuCount();
        return gpus == 0
                ? List.of(Device.cpu())
                : IntStream.range(0, gpus).mapToObj(Device::gpu).toList();
    }
}
