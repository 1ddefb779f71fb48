package io.opadpo.jobs;

import org.junit.jupiter.api.Nested;

/** What holds for the job store on any PostgreSQL. */
abstract class JobStoreContract {
    @Nested
    class Submitting extends SubmissionContract {}

    @Nested
    class Claiming extends ClaimContract {}

    @Nested
    class Leasing extends LeaseContract {}

    @Nested
    class Depending extends DependencyContract {}

    @Nested
    class Operations extends OperationContract {}

    @Nested
    class Items extends ItemContract {}

    @Nested
    class Reading extends ReadContract {}

    @Nested
    class States extends StateContract {}

    @Nested
    class Model extends ModelContract {}

    @Nested
    class Removing extends RemovalContract {}

    @Nested
    class Draining extends DrainContract {}

    @Nested
    class Crowd extends CrowdContract {}
}
