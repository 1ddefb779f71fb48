package io.opadpo.llava.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LlavaCliTest {

    @Test
    void helpListsEveryCommand() {
        Cli help = Cli.run("--help");
        assertThat(help.code()).isZero();
        assertThat(help.out())
                .contains("info", "preprocess", "generate", "logprobs", "merge", "train", "bench", "Exit codes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"info", "preprocess", "generate", "logprobs", "merge", "train", "bench"})
    void everyCommandExplainsItself(String command) {
        Cli help = Cli.run(command, "--help");
        assertThat(help.code()).isZero();
        assertThat(help.out()).contains("llava " + command).contains("--quiet");
        assertThat(Cli.run(command, "--version").out()).startsWith("llava ");
    }

    @Test
    void wrongUsageIsToldInTwoLines() {
        Cli none = Cli.run();
        assertThat(none.code()).isEqualTo(2);
        assertThat(none.err()).contains("subcommand");
        Cli unknown = Cli.run("generate", "model", "--question", "x", "--colour");
        assertThat(unknown.code()).isEqualTo(2);
        assertThat(unknown.out()).isEmpty();
        assertThat(unknown.err()).contains("--colour").contains("Try 'llava generate --help'");
        assertThat(unknown.err().lines()).hasSizeLessThanOrEqualTo(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gpux", "gpu:", "gpu:-1", "cuda", "gpu:99999999999"})
    void devicesAreCheckedBeforeAnythingIsLoaded(String device) {
        Cli run = Cli.run("generate", "model", "--question", "x", "--device", device);
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains(device);
    }

    @Test
    void badInputIsToldWithoutATraceUnlessAsked() {
        Cli run = Cli.run("info", "no-such-model");
        assertThat(run.code()).isEqualTo(3);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("no-such-model").doesNotContain("\tat ");
        assertThat(Cli.run("info", "no-such-model", "--verbose").err()).contains("\tat ");
    }
}
