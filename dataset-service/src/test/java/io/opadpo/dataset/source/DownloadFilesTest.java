package io.opadpo.dataset.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.dataset.Digests;
import io.opadpo.jobs.worker.JobException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadFilesTest {

    private final Download download = new Download(2, Duration.ZERO);

    @TempDir
    Path folder;

    @Test
    void emptyFileComes() throws IOException, JobException {
        assertThat(fetch(file(new byte[0]), new ByteArrayInputStream(new byte[0])))
                .isEmptyFile();
    }

    @Test
    void noMoreIsWrittenThanTheFileHas() {
        Endless endless = new Endless();

        assertThatThrownBy(() -> fetch(file(new byte[10]), endless)).hasMessageContaining("other bytes");

        assertThat(endless.read).isEqualTo(11);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void otherContentAtTheSamePlaceIsAnotherFile() throws IOException, JobException {
        fetch(file(new byte[] {1}), new ByteArrayInputStream(new byte[] {1}));

        Path second = fetch(file(new byte[] {2}), new ByteArrayInputStream(new byte[] {2}));

        assertThat(second).hasBinaryContent(new byte[] {2});
    }

    private Path fetch(Manifest.File file, InputStream in) throws IOException, JobException {
        return download.fetch(file, folder, offset -> in, () -> {});
    }

    private static Manifest.File file(byte[] bytes) {
        return new Manifest.File("a.json", "a.json", bytes.length, Checksum.SHA256 + Digests.sha256(bytes));
    }

    private static final class Endless extends InputStream {
        long read;

        @Override
        public int read() {
            read++;
            return 0;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) {
            read += length;
            return length;
        }
    }
}
