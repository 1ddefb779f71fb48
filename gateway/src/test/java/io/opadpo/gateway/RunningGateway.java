package io.opadpo.gateway;

import io.opadpo.service.testing.FakeServer;
import io.opadpo.service.testing.TestService;

/** The gateway with a stand-in for all services behind it, started once. Each test uses owners of its own. */
public final class RunningGateway {
    /** Answers for rollout, feedback and dataset; the trainer's address answers nothing. */
    public static final FakeServer SERVICES = new FakeServer();

    public static final TestService GATEWAY = TestService.start(
            Gateway.application(),
            "opadpo.services.rollout=" + SERVICES.uri(),
            "opadpo.services.feedback=" + SERVICES.uri(),
            "opadpo.services.dataset=" + SERVICES.uri(),
            "opadpo.services.trainer=http://localhost:1",
            "opadpo.retention.jobs=90d",
            "opadpo.security.bootstrap-key=bootstrap-key-of-the-tests");

    private RunningGateway() {}
}
