package dev.tuneplan.agent;

import dev.tuneplan.agent.record.Attempts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What the wrapper is to do.
 *
 * @param run which run it is
 * @param launch which launch of it, such as the uid of its Job; empty when nothing says so
 * @param attempt the attempt's own folder, which is there; the run's other attempts are beside it
 * @param command the trainer's command, not empty
 * @param trainer what is known of the trainer
 * @param limits what it may take
 * @param peers other nodes to wait for
 * @param terminationLog where the last words go, at most 4096 bytes
 */
public record Settings(
    String run,
    String launch,
    Path attempt,
    List<String> command,
    Trainer trainer,
    Limits limits,
    Optional<Peers> peers,
    Optional<Path> terminationLog) {
  public Settings {
    command = List.copyOf(command);
    if (command.isEmpty()) {
      throw new IllegalArgumentException("command must not be empty");
    }
  }

  /** Whether this is the only node, or the first of several: it alone writes what others read. */
  boolean first() {
    return Attempts.node(attempt) == 0;
  }

  /** What proves the end on this node: weights and states are written by the first alone. */
  Done done() {
    return first() ? trainer.done() : new Done.ExitCode();
  }

  /**
   * What is known of a trainer.
   *
   * @param output its output folder with checkpoints and weights
   * @param log the file to which it adds a line for each log
   * @param steps optimizer steps that the plan expects
   * @param env variables that it needs
   */
  public record Trainer(
      Path output,
      Optional<Log> log,
      OptionalLong steps,
      Done done,
      Resume resume,
      Trigger trigger,
      Map<String, String> env) {
    public Trainer {
      env = Map.copyOf(env);
    }
  }

  /**
   * A file with one JSON object a line.
   *
   * @param step the key of the steps done
   * @param total the key of all steps; empty: it has none
   */
  public record Log(Path file, String step, String total) {}
}
