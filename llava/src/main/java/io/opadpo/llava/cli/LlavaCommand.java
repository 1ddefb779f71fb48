package io.opadpo.llava.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What subcommands share: where they write, and how they refuse an option. */
abstract class LlavaCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    JsonOutput output() {
        return new JsonOutput(spec.commandLine().getOut());
    }

    /** Progress on standard error. */
    Progress progress(String what) {
        return progress(what, true);
    }

    /** Progress that gives way to other output on standard error. */
    Progress progress(String what, boolean shown) {
        return new Progress(spec.commandLine().getErr(), what, shown && !quiet(), System::nanoTime);
    }

    TrainingProgress trainingProgress() {
        return new TrainingProgress(spec.commandLine().getErr(), !quiet(), System::nanoTime);
    }

    private boolean quiet() {
        return ((LlavaCli) spec.root().userObject()).quiet;
    }

    StreamPrinter streamPrinter() {
        return new StreamPrinter(spec.commandLine().getErr());
    }

    ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
