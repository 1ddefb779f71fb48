package io.opadpo.dataset.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.dataset.DatasetService;
import io.opadpo.dataset.Digests;
import io.opadpo.dataset.SampleImages;
import io.opadpo.dataset.image.ImageRejectedException;
import io.opadpo.dataset.image.Images;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ImageWritersTest {

    static final Images images = DatasetService.shared().service.bean(Images.class);

    private static void stores(String owner, int kilobytes, List<byte[]> pictures) {
        List<CompletableFuture<String>> names = new ArrayList<>();
        try (ImageWriters writers = new ImageWriters(owner, images, kilobytes)) {
            pictures.forEach(picture -> names.add(writers.store(picture)));
            writers.flush();
            for (int i = 0; i < names.size(); i++) {
                assertThat(names.get(i).join()).isEqualTo(Digests.sha256(pictures.get(i)));
                assertThat(images.bytes(owner, names.get(i).join())).isEqualTo(pictures.get(i));
            }
        }
    }

    /** Some come twice, in one group and in two. */
    @Test
    void everyImageGetsItsName() {
        stores(
                "writers-a",
                1_000,
                IntStream.range(0, 75)
                        .mapToObj(i -> SampleImages.png(3, 3, i % 40 / 2))
                        .toList());
    }

    /** The group is never full, and the room is for one image. */
    @Test
    void littleRoomIsNoDeadlock() {
        stores(
                "writers-b",
                1,
                IntStream.range(0, 9).mapToObj(i -> SampleImages.png(2, 2, i)).toList());
    }

    @Test
    void aRejectedImageFailsItsGroupAndKeepsNoRoom() {
        try (ImageWriters writers = new ImageWriters("writers-c", images, 2)) {
            CompletableFuture<String> good = writers.store(SampleImages.png(2, 2, 1));
            CompletableFuture<String> bad = writers.store(new byte[] {1, 2, 3});
            writers.flush();
            assertThatThrownBy(bad::join).hasCauseInstanceOf(ImageRejectedException.class);
            assertThatThrownBy(good::join).hasCauseInstanceOf(ImageRejectedException.class);

            CompletableFuture<String> next = writers.store(SampleImages.png(2, 2, 1));
            writers.flush();
            assertThat(next.join()).isEqualTo(Digests.sha256(SampleImages.png(2, 2, 1)));
        }
    }
}
