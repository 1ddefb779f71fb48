package io.opadpo.llava.train.checkpoint;

import io.opadpo.llava.files.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Checks a checkpoint against its manifest. */
enum Inspection {
    /** Every file is there and has its size. */
    SIZES,
    /** Every byte is as it was written. */
    CONTENT;

    /**
     * @throws DamagedException if the checkpoint does not pass
     * @throws CheckpointException if another version of this program wrote it
     */
    Checkpoint inspect(StepFolder folder) throws DamagedException {
        Manifest manifest = Manifest.read(folder.path());
        if (manifest.step() != folder.step()) {
            throw new DamagedException(Manifest.NAME + " is of step " + manifest.step());
        }
        for (Manifest.Entry entry : manifest.files()) {
            try {
                inspect(folder.path(), entry);
            } catch (IOException | InvalidPathException e) {
                throw new DamagedException("'" + entry.path() + "' cannot be read (" + e + ")", e);
            }
        }
        return new Checkpoint(folder.path(), manifest.step(), manifest.metrics(), manifest.state());
    }

    private void inspect(Path folder, Manifest.Entry entry) throws IOException, DamagedException {
        Path file = folder.resolve(entry.path());
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DamagedException("'" + entry.path() + "' is missing or no file");
        }
        // Neither "..", an absolute path nor a linked folder may lead out of the checkpoint.
        if (!file.toRealPath().startsWith(folder.toRealPath())) {
            throw new DamagedException("'" + entry.path() + "' lies outside the checkpoint");
        }
        if (Files.size(file) != entry.bytes()) {
            throw new DamagedException(
                    "'" + entry.path() + "' has " + Files.size(file) + " bytes instead of " + entry.bytes());
        }
        if (this == CONTENT && !Sha256.of(file).equals(entry.sha256())) {
            throw new DamagedException("'" + entry.path() + "' does not match its SHA-256");
        }
    }
}
