package dev.tuneplan.agent;

import dev.tuneplan.agent.process.Programs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Where a trainer that hangs is in its code, when its image has py-spy. */
final class StackDump {
  private static final long SECONDS = 20;

  private StackDump() {}

  static boolean of(long pid, Path to) {
    return Programs.find("py-spy", System.getenv())
        .map(program -> dump(program, pid, to))
        .orElse(false);
  }

  private static boolean dump(Path program, long pid, Path to) {
    try {
      Process dump =
          new ProcessBuilder(
                  program.toString(), "dump", "--subprocesses", "--pid", Long.toString(pid))
              .redirectErrorStream(true)
              .redirectOutput(to.toFile())
              .start();
      if (!dump.waitFor(SECONDS, TimeUnit.SECONDS)) {
        dump.destroyForcibly();
      }
      return true;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
