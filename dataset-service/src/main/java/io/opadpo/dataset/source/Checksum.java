package io.opadpo.dataset.source;

import io.opadpo.dataset.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Whether a file is the one that a manifest means. */
final class Checksum {

    static final String SHA256 = "sha256:";
    static final String GIT = "git:";

    private Checksum() {}

    /** True where the manifest knows no checksum of the file's bytes. */
    static boolean fits(Path path, Manifest.File file) throws IOException {
        String checksum = file.checksum();
        if (Files.size(path) != file.bytes()) {
            return false;
        }
        if (checksum == null || !(checksum.startsWith(SHA256) || checksum.startsWith(GIT))) {
            return true;
        }
        MessageDigest digest = Digests.sha256();
        if (checksum.startsWith(GIT)) {
            digest = sha1();
            digest.update(("blob " + file.bytes() + "\0").getBytes(StandardCharsets.US_ASCII));
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return checksum.endsWith(":" + HexFormat.of().formatHex(digest.digest()));
    }

    /** Git's own; it protects against damage, not against an attacker. */
    private static MessageDigest sha1() {
        try {
            return MessageDigest.getInstance("SHA-1");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
