package io.opadpo.llava.cli;

import io.opadpo.llava.LlavaException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong, and as what it counts. */
final class ErrorHandler implements IExecutionExceptionHandler {

    private final LlavaCli root;

    ErrorHandler(LlavaCli root) {
        this.root = root;
    }

    @Override
    public int handleExecutionException(Exception e, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        // Bad input explains itself; for anything else the trace is the explanation.
        boolean input = e instanceof LlavaException || e instanceof IOException || e instanceof UncheckedIOException;
        err.println("llava: " + (e instanceof LlavaException ? e.getMessage() : e.toString()));
        if (root.verbose || !input) {
            e.printStackTrace(err);
        }
        err.flush();
        return input ? LlavaCli.BAD_INPUT : LlavaCli.UNEXPECTED;
    }
}
