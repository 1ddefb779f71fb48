package io.opadpo.llava.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** JSON on standard output, a value to a line; fields in snake case, as in the files such commands are fed with. */
final class JsonOutput {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private final PrintWriter out;

    JsonOutput(PrintWriter out) {
        this.out = out;
    }

    /** Writes one line, at once. */
    void line(Object value) {
        out.print(MAPPER.writeValueAsString(value) + "\n");
        // A reader that has gone away (head, for one) must end the work, which may otherwise take hours.
        if (out.checkError()) {
            throw new UncheckedIOException(new IOException("standard output cannot be written"));
        }
    }
}
