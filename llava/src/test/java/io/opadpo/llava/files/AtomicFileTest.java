package io.opadpo.llava.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void theOldContentStaysUntilTheNewIsComplete() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");
        AtomicFile.write(file, out -> {
            out.write(ByteBuffer.wrap(new byte[] {'n', 'e', 'w'}));
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("new");
        assertThat(folder.toFile().list()).containsExactly("state");
    }

    @Test
    void aFailureLeavesNothingBehind() throws IOException {
        Path file = Files.writeString(folder.resolve("state"), "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(ByteBuffer.allocate(10));
                    throw new IOException("disk full");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("disk full");
        assertThat(file).hasContent("old");
        assertThat(folder.toFile().list()).containsExactly("state");
    }
}
