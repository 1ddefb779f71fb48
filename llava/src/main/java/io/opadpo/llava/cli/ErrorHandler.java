package io.opadpo.llava.cli;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Says what went wrong, and as what it counts. */
final class ErrorHandler implements IExecutionExceptionHandler {

    private final LlavaCli root;

    ErrorHandler(LlavaCli root) {
        this.root = root;
    }

    /** A wrong command line; the whole usage would hide the one line that matters. */
    static int usage(ParameterException e, String[] args) {
        CommandLine command = e.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("llava: " + e.getMessage());
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        err.flush();
        return LlavaCli.USAGE;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        // Bad input explains itself; for anything else the trace is the explanation.
        Throwable known = e instanceof UncheckedIOException && e.getCause() != null ? e.getCause() : e;
        boolean input = known instanceof LlavaException || known instanceof IOException;
        err.println("llava: " + (known instanceof LlavaException ? known.getMessage() : known.toString()));
        if (root.verbose || !input) {
            e.printStackTrace(err);
        }
        err.flush();
        return input ? LlavaCli.BAD_INPUT : LlavaCli.UNEXPECTED;
    }
}
