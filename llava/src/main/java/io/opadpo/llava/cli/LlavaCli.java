package io.opadpo.llava.cli;

import io.opadpo.llava.DjlTelemetry;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Entry of the {@code llava} command. Results are JSON on standard output, all else goes to standard error. */
@Command(
        name = "llava",
        description = "LLaVA-1.5 on the command line: JSON on standard output, progress on standard error.",
        scope = ScopeType.INHERIT,
        mixinStandardHelpOptions = true,
        versionProvider = LlavaCli.Version.class,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected error",
            "2:wrong usage",
            "3:a file or model cannot be used",
            "4:some samples failed; the output says which"
        },
        subcommands = {
            InfoCommand.class,
            PreprocessCommand.class,
            GenerateCommand.class,
            LogProbsCommand.class,
            MergeCommand.class,
            InitCommand.class,
            TrainCommand.class,
            BenchCommand.class,
            HelpCommand.class
        })
public final class LlavaCli {

    static final int OK = 0;
    static final int UNEXPECTED = 1;
    static final int USAGE = 2;
    static final int BAD_INPUT = 3;
    static final int SOME_FAILED = 4;

    @Option(names = "--quiet", description = "no progress", scope = ScopeType.INHERIT)
    boolean quiet;

    @Option(names = "--verbose", description = "stack traces of errors", scope = ScopeType.INHERIT)
    boolean verbose;

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        // DJL logs each library it loads; its warnings are enough here.
        if (System.getProperty("org.slf4j.simpleLogger.defaultLogLevel") == null) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        }
        DjlTelemetry.optOut();
        int code = commandLine()
                .setOut(utf8(FileDescriptor.out))
                .setErr(utf8(FileDescriptor.err))
                .execute(args);
        System.exit(code);
    }

    static CommandLine commandLine() {
        LlavaCli root = new LlavaCli();
        return new CommandLine(root)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(ErrorHandler::usage)
                .setExecutionExceptionHandler(new ErrorHandler(root));
    }

    /** JSON is UTF-8, whatever the platform's own encoding. */
    private static PrintWriter utf8(FileDescriptor stream) {
        return new PrintWriter(new OutputStreamWriter(new FileOutputStream(stream), StandardCharsets.UTF_8), true);
    }

    /** The version that the jar's manifest states. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LlavaCli.class.getPackage().getImplementationVersion();
            return new String[] {"llava " + Objects.requireNonNullElse(version, "(built from sources)")};
        }
    }
}
