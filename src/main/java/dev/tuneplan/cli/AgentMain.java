package dev.tuneplan.cli;

/**
 * The entry point in the agent's image: {@code tuneplan} with the command {@code agent} alone,
 * which needs neither the other commands' libraries nor most of the JDK.
 */
public final class AgentMain {
  private AgentMain() {}

  /** Runs a command and exits with its code. */
  public static void main(String[] args) {
    Main.run((line, first) -> line.addSubcommand("agent", new AgentCommand()), args);
  }
}
