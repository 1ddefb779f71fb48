package io.opadpo.trainer.device;

import ai.djl.Device;
import org.jspecify.annotations.Nullable;

/** Devices by the names that configuration gives them. */
public final class DeviceName {

    /** What a name may be. */
    public static final String PATTERN = "auto|cpu|gpu|gpu:[0-9]{1,3}";

    private DeviceName() {}

    /**
     * The device of a name; {@code null} for {@code auto}.
     *
     * @throws IllegalArgumentException if it is no name of a device
     */
    public static @Nullable Device parse(String name) {
        require(name);
        return switch (name) {
            case "auto" -> null;
            case "cpu" -> Device.cpu();
            case "gpu" -> Device.gpu(0);
            default -> Device.gpu(Integer.parseInt(name.substring("gpu:".length())));
        };
    }

    static void require(String name) {
        if (!name.matches(PATTERN)) {
            throw new IllegalArgumentException("'" + name + "' is not auto, cpu, gpu or gpu:N");
        }
    }
}
