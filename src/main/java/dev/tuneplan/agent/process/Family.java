package dev.tuneplan.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Every process that descends from a trainer, by a variable that they inherit. Groups and sessions
 * do not tell: torchrun starts each worker in a session of its own
 * (torch/distributed/elastic/multiprocessing/subprocess_handler), and orphans have no parent left.
 *
 * @param mark the variable's value, of this attempt alone
 */
public record Family(String mark) {
  /** The variable. */
  public static final String VARIABLE = "TUNEPLAN_ATTEMPT_MARK";

  /** Sends a signal to all that are left. */
  public boolean signal(UnixSignal signal) {
    boolean any = false;
    for (long pid : members()) {
      any |= Posix.kill(pid, signal);
    }
    return any;
  }

  /** Numbers of the processes that are left; none where there is no /proc. */
  public List<Long> members() {
    List<Long> found = new ArrayList<>();
    byte[] entry = (VARIABLE + "=" + mark).getBytes(StandardCharsets.UTF_8);
    try (DirectoryStream<Path> all = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : all) {
        if (has(process.resolve("environ"), entry)) {
          found.add(Long.parseLong(process.getFileName().toString()));
        }
      }
    } catch (IOException | java.nio.file.DirectoryIteratorException e) {
      return found;
    }
    return found;
  }

  private static boolean has(Path environ, byte[] entry) {
    byte[] all;
    try {
      all = Files.readAllBytes(environ);
    } catch (IOException e) {
      // gone, or another user's
      return false;
    }
    int from = 0;
    for (int i = 0; i <= all.length; i++) {
      if (i == all.length || all[i] == 0) {
        if (java.util.Arrays.equals(all, from, i, entry, 0, entry.length)) {
          return true;
        }
        from = i + 1;
      }
    }
    return false;
  }
}
