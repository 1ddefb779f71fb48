package io.opadpo.llava.torch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;

/** What can be seen of native memory. */
public final class NativeMemory {

    private static final Path STATUS = Path.of("/proc/self/status");

    private NativeMemory() {}

    /** Arrays that live as long as the engine: weights and adapters, and anything forgotten. */
    public static int arrays(Torch torch) {
        return torch.manager().getManagedArrays().size();
    }

    /** Resident bytes of this process, where the system tells. */
    public static OptionalLong resident() {
        if (!Files.isReadable(STATUS)) {
            return OptionalLong.empty();
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
