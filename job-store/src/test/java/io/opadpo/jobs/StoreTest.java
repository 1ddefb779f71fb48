package io.opadpo.jobs;

import io.opadpo.jobs.support.TestStore;
import org.junit.jupiter.api.BeforeEach;

/** A test of an empty store. */
abstract class StoreTest {
    TestStore test;
    JobStore store;
    JobLeases leases;

    @BeforeEach
    final void begin(TestStore opened) {
        test = opened;
        store = opened.store;
        leases = opened.leases;
        test.clear();
    }
}
