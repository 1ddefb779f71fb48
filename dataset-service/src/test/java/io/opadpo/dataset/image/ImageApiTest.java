package io.opadpo.dataset.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.service.testing.Api;
import io.opadpo.service.testing.Reply;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ImageApiTest {

    static final DatasetService service = DatasetService.shared();
    static final Api alice = service.as("image-alice");
    static final Api bob = service.as("image-bob");

    static Stream<Arguments> images() {
        return Stream.of(
                Arguments.of(SampleImages.png(3, 2, 0xFF0000), "image/png", 3, 2),
                Arguments.of(SampleImages.jpeg(30, 20, 0x00FF00), "image/jpeg", 30, 20),
                Arguments.of(SampleImages.webp(0), "image/webp", 7, 5),
                Arguments.of(SampleImages.webp(1), "image/webp", 7, 5),
                Arguments.of(SampleImages.webp(2), "image/webp", 7, 5));
    }

    @ParameterizedTest
    @MethodSource("images")
    void anImageComesBackAsItWas(byte[] image, String type, int width, int height) {
        Reply made = alice.post("/v1/images", image, "application/octet-stream");

        String sha256 = Digests.sha256(image);
        assertThat(made.status()).as(made.toString()).isEqualTo(201);
        assertThat(made.header("Location")).isEqualTo("/v1/images/" + sha256);
        assertThat(made.json().path("sha256").asString()).isEqualTo(sha256);
        assertThat(made.json().path("bytes").asInt()).isEqualTo(image.length);
        assertThat(made.json().path("width").asInt()).isEqualTo(width);
        assertThat(made.json().path("height").asInt()).isEqualTo(height);
        assertThat(made.json().path("media_type").asString()).isEqualTo(type);
        Reply got = alice.get("/v1/images/" + sha256);
        assertThat(got.status()).isEqualTo(200);
        assertThat(got.bytes()).isEqualTo(image);
        assertThat(got.header("Content-Type")).isEqualTo(type);
        assertThat(alice.with("If-None-Match", "\"" + sha256 + "\"")
                        .get("/v1/images/" + sha256)
                        .status())
                .isEqualTo(304);
    }

    @Test
    void anImageIsKeptOnceAndForItsOwnerOnly() {
        byte[] image = SampleImages.png(5, 5, 0x123456);

        assertThat(alice.post("/v1/images", image, "image/png").status()).isEqualTo(201);
        Reply again = alice.post("/v1/images", image, "image/png");

        assertThat(again.status()).isEqualTo(200);
        String path = "/v1/images/" + again.json().path("sha256").asString();
        assertThat(bob.get(path).status()).isEqualTo(404);
        assertThat(bob.post("/v1/images", image, "image/png").status()).isEqualTo(201);
        assertThat(bob.get(path).bytes()).isEqualTo(image);
        assertThat(service.anonymous().get(path).status()).isEqualTo(401);
    }

    /** What curl announces for {@code --data-binary}. */
    @Test
    void whatTheBodyIsSaidToBeDoesNotMatter() {
        byte[] image = SampleImages.png(6, 1, 0xABCDEF);

        Reply made = alice.post("/v1/images", image, "application/x-www-form-urlencoded");

        assertThat(made.json().path("sha256").asString()).isEqualTo(Digests.sha256(image));
    }

    static Stream<Arguments> hostile() {
        byte[] png = SampleImages.png(9, 9, 0);
        byte[] jpeg = SampleImages.jpeg(9, 9, 0);
        byte[] webp = SampleImages.webp(1);
        return Stream.of(
                Arguments.of("empty", new byte[0], 415, "unsupported_media_type"),
                Arguments.of("text", "<svg/>".getBytes(), 415, "unsupported_media_type"),
                Arguments.of("GIF", "GIF89a".getBytes(), 415, "unsupported_media_type"),
                Arguments.of("PNG's signature alone", Arrays.copyOf(png, 8), 422, "unprocessable"),
                Arguments.of("truncated PNG", Arrays.copyOf(png, png.length - 5), 422, "unprocessable"),
                Arguments.of("JPEG's start alone", Arrays.copyOf(jpeg, 3), 422, "unprocessable"),
                Arguments.of("truncated JPEG", Arrays.copyOf(jpeg, jpeg.length - 2), 422, "unprocessable"),
                Arguments.of("truncated WebP", Arrays.copyOf(webp, webp.length - 4), 422, "unprocessable"),
                Arguments.of("WebP's signature alone", Arrays.copyOf(webp, 12), 422, "unprocessable"),
                Arguments.of("no width", SampleImages.pngClaiming(0, 10), 422, "unprocessable"),
                Arguments.of("negative height", SampleImages.pngClaiming(10, -1), 422, "unprocessable"),
                Arguments.of("too many pixels", SampleImages.pngClaiming(10_000, 10_000), 422, "unprocessable"),
                Arguments.of("overflow", SampleImages.pngClaiming(1 << 30, 1 << 30), 422, "unprocessable"),
                Arguments.of("a long strip", SampleImages.pngClaiming(20_000, 1), 422, "unprocessable"),
                Arguments.of("too long", Arrays.copyOf(png, 1_000_001), 413, "too_large"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void whatIsNoImageIsRefused(String what, byte[] bytes, int status, String code) {
        Reply reply = alice.post("/v1/images", bytes, "image/png");

        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
        assertThat(reply.json().path("code").asString()).isEqualTo(code);
        assertThat(alice.get("/v1/images/" + Digests.sha256(bytes)).status()).isEqualTo(404);
    }

    @Test
    void anUnknownNameIsNotFound() {
        assertThat(alice.get("/v1/images/nothing").json().path("code").asString())
                .isEqualTo("not_found");
    }
}
