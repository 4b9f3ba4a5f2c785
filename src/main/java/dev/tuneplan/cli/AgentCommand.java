package dev.tuneplan.cli;

import picocli.CommandLine.Command;

@Command(
    name = "agent",
    description = "What runs around a trainer, in its container or on this machine.",
    subcommands = {AgentRun.class, AgentServe.class},
    mixinStandardHelpOptions = true)
final class AgentCommand extends Group {}
