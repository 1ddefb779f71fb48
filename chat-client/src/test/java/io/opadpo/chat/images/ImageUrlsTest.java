package io.opadpo.chat.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.chat.PersistentHttp;
import io.opadpo.chat.Retries;
import io.opadpo.chat.testing.FakeLists;
import io.opadpo.chat.testing.TestClients;
import io.opadpo.chat.work.ItemFailure;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;

class ImageUrlsTest {
    private final FakeLists service = new FakeLists("key");
    private final ImageUrls images = new ImageUrls(DataSize.ofKilobytes(100));

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void imageIsFetchedOnceForAllWhoWantIt() {
        service.image("alice", "aa", new byte[] {1, 2, 3});
        PersistentHttp alice = as("alice");

        assertThat(Flux.range(0, 20)
                        .flatMap(i -> images.url(alice, "alice", "aa"))
                        .distinct()
                        .collectList()
                        .block())
                .containsExactly("data:image/png;base64," + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
        assertThat(service.imagesServed()).isEqualTo(1);
    }

    @Test
    void imageOfAnotherOwnerIsMissing() {
        service.image("alice", "aa", new byte[] {1, 2, 3});
        images.url(as("alice"), "alice", "aa").block();

        assertThatThrownBy(() -> images.url(as("bob"), "bob", "aa").block())
                .isInstanceOf(ItemFailure.class)
                .hasMessage("There is no image aa");
    }

    @Test
    void failureIsNotKept() {
        assertThatThrownBy(() -> images.url(as("alice"), "alice", "aa").block()).isInstanceOf(ItemFailure.class);
        service.image("alice", "aa", new byte[] {1});
        service.fail(2);

        assertThat(images.url(as("alice"), "alice", "aa").block()).startsWith("data:image/png");
    }

    @Test
    void memoryIsBounded() {
        for (int i = 0; i < 50; i++) {
            service.image("alice", "i" + i, new byte[30_000]);
        }
        PersistentHttp alice = as("alice");
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 50; i++) {
                images.url(alice, "alice", "i" + i).block();
            }
        }

        assertThat(service.imagesServed()).isGreaterThan(90);
    }

    private PersistentHttp as(String owner) {
        return new PersistentHttp(
                TestClients.builder(DataSize.ofMegabytes(1))
                        .baseUrl(service.url().toString())
                        .defaultHeader("Authorization", "Bearer key")
                        .defaultHeader("X-Opadpo-Owner", owner)
                        .build(),
                Duration.ofSeconds(10),
                new Retries(Duration.ofMillis(1), Duration.ofMillis(5), Duration.ofMinutes(1)));
    }
}
