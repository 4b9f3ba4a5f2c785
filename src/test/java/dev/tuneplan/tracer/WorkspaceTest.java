package dev.tuneplan.tracer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspaceTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration SHORT = Duration.ofSeconds(2);
  private static final Map<String, String> PATH =
      Map.of("PATH", System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));

  @TempDir private Path folder;

  private static Workspace.Command shell(String script, Duration limit) {
    return new Workspace.Command(List.of("/bin/sh", "-c", script), PATH, "hello", limit);
  }

  private void ended(String pidFile) throws Exception {
    long pid = Long.parseLong(Files.readString(folder.resolve(pidFile)).strip());
    ProcessHandle.of(pid)
        .ifPresent(p -> {
          try {
            p.onExit().get(30, TimeUnit.SECONDS);
          } catch (Exception e) {
            throw new AssertionError("process " + pid + " still runs", e);
          }
        });
  }

  @Test
  void takesOneLineAndGivesBackWhatIsSaid() throws Exception {
    try (Workspace work = new Workspace()) {
      Workspace.Ending end = work.run(shell("read x; echo \"$x, $x\"; echo oh >&2; exit 7", LONG));
      assertThat(end).isEqualTo(new Workspace.Ending(7, false, "hello, hello\n", "oh\n"));
    }
  }

  @Test
  void tellsAProgramNothingButWhatItIsGiven() throws Exception {
    try (Workspace work = new Workspace()) {
      Workspace.Ending end = work.run(shell("env", LONG));
      assertThat(end.out().lines().map(l -> l.substring(0, l.indexOf('='))))
          .contains("HOME", "PATH", "TMPDIR")
          .isSubsetOf("HOME", "PATH", "TMPDIR", "PWD", "OLDPWD", "SHLVL", "_");
    }
  }

  @Test
  void stopsAtTheLimitWithEverythingThatWasStarted() throws Exception {
    String script =
        "echo $$ >"
            + folder
            + "/parent; sh -c 'echo $$ >"
            + folder
            + "/child; while :; do sleep 1; done' & while :; do sleep 1; done";
    try (Workspace work = new Workspace()) {
      assertThat(work.run(shell(script, SHORT)).late()).isTrue();
    }
    ended("parent");
    ended("child");
  }

  @Test
  void stopsWhatOutlivesTheProgram() throws Exception {
    String script =
        "sh -c 'echo $$ >" + folder + "/child; exec sleep 1000' & sleep 2; echo done; exit 0";
    try (Workspace work = new Workspace()) {
      Workspace.Ending end = work.run(shell(script, LONG));
      assertThat(end.out()).isEqualTo("done\n");
    }
    ended("child");
  }

  @Test
  void leavesNoFolder() throws IOException {
    Path inside;
    try (Workspace work = new Workspace()) {
      inside = Files.createDirectories(work.folder().resolve("a/b"));
      Files.writeString(inside.resolve("c"), "d");
    }
    assertThat(inside.getParent().getParent()).doesNotExist();
  }

  @Test
  void keepsTheEndOfWhatIsSaidTooLong() throws Exception {
    try (Workspace work = new Workspace()) {
      Workspace.Ending end =
          work.run(shell("head -c 3000000 /dev/zero | tr '\\0' x >&2; echo end >&2", LONG));
      assertThat(end.err()).hasSize(1 << 20).endsWith("xend\n");
    }
  }

  /** Stands for tuneplan that a user stops: says where it works, and waits for its program. */
  static final class Stopped {
    public static void main(String[] args) throws Exception {
      try (Workspace work = new Workspace()) {
        Files.writeString(Path.of(args[0], "folder"), work.folder().toString());
        work.run(shell("echo $$ >" + args[0] + "/child; exec sleep 1000", LONG));
      }
    }
  }

  @Test
  void leavesNothingWhenTheUserStopsIt() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Stopped.class.getName(),
                folder.toString())
            .inheritIO()
            .start();
    while (!Files.exists(folder.resolve("child")) || Files.size(folder.resolve("child")) == 0) {
      assertThat(process.isAlive()).isTrue();
      Thread.sleep(50);
    }
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    ended("child");
    assertThat(Path.of(Files.readString(folder.resolve("folder")))).doesNotExist();
  }
}
