package io.opadpo.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.opadpo.service.error.ApiException;
import io.opadpo.service.error.ErrorCode;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private final AtomicLong time = new AtomicLong();
    private final RateLimit limit = new RateLimit(2, time::get);
    private final Caller alice = new Caller("alice", Set.of(Scope.READ));

    @Test
    void aBurstThenTheRate() {
        assertThat(allowed()).isEqualTo(20);
        time.addAndGet(1_000_000_000);
        assertThat(allowed()).isEqualTo(2);
    }

    @Test
    void ownersDoNotStarveEachOther() {
        allowed();
        limit.take(new Caller("bob", Set.of(Scope.READ)));
        assertThatThrownBy(() -> limit.take(alice))
                .isInstanceOfSatisfying(
                        ApiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.RATE_LIMITED));
    }

    @Test
    void servicesAndZeroAreNotLimited() {
        Caller service = new Caller("alice", Set.of(Scope.INTERNAL));
        RateLimit none = new RateLimit(0, time::get);
        for (int i = 0; i < 1000; i++) {
            limit.take(service);
            none.take(alice);
        }
    }

    private int allowed() {
        for (int count = 0; ; count++) {
            try {
                limit.take(alice);
            } catch (ApiException e) {
                return count;
            }
        }
    }
}
