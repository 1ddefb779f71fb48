package io.opadpo.jobs;

import io.opadpo.jobs.support.EmbeddedStore;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(EmbeddedStore.class)
class EmbeddedJobStoreTest extends JobStoreContract {}
