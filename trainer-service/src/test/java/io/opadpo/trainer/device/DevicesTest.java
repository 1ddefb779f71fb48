package io.opadpo.trainer.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DevicesTest {

    private final Devices devices = new Devices(List.of("gpu:0", "gpu:1"));

    private static Runnable givingUp() {
        return () -> {
            throw new IllegalStateException("given up");
        };
    }

    @Test
    void eachIsHeldByOne() throws InterruptedException {
        try (Devices.Lease first = devices.take(1, givingUp());
                Devices.Lease second = devices.take(1, givingUp())) {
            assertThat(first.devices()).containsExactly(Device.gpu(0));
            assertThat(second.devices()).containsExactly(Device.gpu(1));
            assertThatThrownBy(() -> devices.take(Device.gpu(1), givingUp())).hasMessage("given up");
        }
        devices.take(2, givingUp()).close();
    }

    @Test
    void whoeverWaitsIsNext() throws Exception {
        CountDownLatch waiting = new CountDownLatch(1);
        CompletableFuture<List<Device>> next;
        try (Devices.Lease all = devices.take(2, givingUp())) {
            next = CompletableFuture.supplyAsync(() -> {
                try (Devices.Lease lease = devices.take(2, waiting::countDown)) {
                    return lease.devices();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            });
            waiting.await();
            assertThat(next).isNotDone();
        }
        assertThat(next.get(10, TimeUnit.SECONDS)).hasSize(2);
    }

    @Test
    void namesAreChecked() {
        assertThatThrownBy(() -> new Devices(List.of("tpu"))).hasMessageContaining("tpu");
        assertThatThrownBy(() -> devices.take(3, givingUp())).hasMessageContaining("only 2");
    }
}
