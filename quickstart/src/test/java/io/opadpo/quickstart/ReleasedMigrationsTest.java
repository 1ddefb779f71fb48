package io.opadpo.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A migration that a release had is never changed: databases have run it, and Flyway refuses another. */
class ReleasedMigrationsTest {
    @TestFactory
    List<DynamicTest> staysAsItWasReleased() throws IOException {
        List<String> lines = lines();
        assertThat(lines).hasSizeGreaterThan(10);
        return lines.stream()
                .map(line -> line.split(" +", 2))
                .map(parts -> DynamicTest.dynamicTest(
                        parts[1], () -> assertThat(sha256(parts[1])).isEqualTo(parts[0])))
                .toList();
    }

    private static List<String> lines() throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(open("releases/migrations.sha256"), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    private static String sha256(String resource) throws Exception {
        try (InputStream in = open(resource)) {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(in.readAllBytes()));
        }
    }

    private static InputStream open(String resource) {
        return Objects.requireNonNull(
                ReleasedMigrationsTest.class.getClassLoader().getResourceAsStream(resource), resource);
    }
}
