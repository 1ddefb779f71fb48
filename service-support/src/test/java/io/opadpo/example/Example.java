package io.opadpo.example;

import io.opadpo.service.testing.TestService;

/** The example service, started once for the tests of this module. Each test uses owners of its own. */
final class Example {
    static final TestService SERVICE = TestService.start(
            ExampleService.application(),
            "opadpo.security.bootstrap-key=bootstrap-key-of-the-tests",
            "opadpo.web.max-body=1MB");

    private Example() {}
}
