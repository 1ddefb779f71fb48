package io.opadpo.lab.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code lab}: makes what the built-in model needs. */
@Command(
        name = "lab",
        description = "A small world in which hallucination and its cure can be watched.",
        mixinStandardHelpOptions = true,
        subcommands = {ShapeCommand.class, PretrainingCommand.class, ScenesCommand.class})
public final class Lab {

    private Lab() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Lab())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(args));
    }
}
