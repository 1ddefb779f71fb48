package io.opadpo.example;

import io.opadpo.service.testing.TestService;
import java.nio.file.Path;

/** The example service, started once for the tests of this module. Each test uses owners of its own. */
final class Example {
    static final Path BLOBS = Path.of("target/blobs").toAbsolutePath();

    static final TestService SERVICE = TestService.start(
            ExampleService.application(),
            "opadpo.security.bootstrap-key=bootstrap-key-of-the-tests",
            "opadpo.web.max-body=1MB",
            "opadpo.blobs.folder=" + BLOBS);

    private Example() {}
}
