package io.opadpo.llava.cli;

import picocli.CommandLine.Command;

/** {@code llava train}: one subcommand for each kind of training. */
@Command(
        name = "train",
        subcommands = {
            TrainOpaCommand.class,
            TrainOpaDpoCommand.class,
            TrainDpoCommand.class,
            TrainSftCommand.class,
        },
        description =
                "Trains an adapter, or a small model as a whole: OPA and OPA-DPO, the method's two stages, and its baselines.")
final class TrainCommand {}
