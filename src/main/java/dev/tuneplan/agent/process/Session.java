package dev.tuneplan.agent.process;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;

/**
 * A command as a child process, in a session of its own where the machine can do that, so that a
 * Ctrl-C in a terminal reaches it once, through the wrapper, and a signal for it reaches its whole
 * group.
 */
public final class Session {
  private static final int ROUNDS = 5;

  private final Process process;
  private final Family family;
  private final boolean own;

  private Session(Process process, Family family, boolean own) {
    this.process = process;
    this.family = family;
    this.own = own;
  }

  /**
   * Starts a command with nothing on its standard input.
   *
   * @param env added to the wrapper's own variables
   */
  public static Session start(List<String> command, Map<String, String> env, Family family)
      throws IOException {
    Optional<List<String>> leader = leader();
    List<String> words = new ArrayList<>(leader.orElse(List.of()));
    words.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(env);
    builder.environment().put(Family.VARIABLE, family.mark());
    builder.redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")));
    return new Session(builder.start(), family, leader.isPresent());
  }

  /** A program that becomes the leader of a session, and then the command, with the same number. */
  public static Optional<List<String>> leader() {
    Map<String, String> env = System.getenv();
    Optional<Path> setsid = Programs.find("setsid", env);
    if (setsid.isPresent()) {
      return Optional.of(List.of(setsid.get().toString()));
    }
    // images without util-linux or busybox still have what they train with
    return Programs.find("python3", env)
        .map(p ->
            List.of(
                p.toString(),
                "-c",
                "import os,sys; os.setsid(); os.execvp(sys.argv[1], sys.argv[1:])"));
  }

  /** The number of the command's process. */
  public long pid() {
    return process.pid();
  }

  /** What it prints. */
  public InputStream output() {
    return process.getInputStream();
  }

  /** What it prints as errors. */
  public InputStream errors() {
    return process.getErrorStream();
  }

  /**
   * Tells its exit code when it ends, from a thread of its own: 128 and the number of the signal
   * that ended it, as shells say.
   */
  public void onExit(IntConsumer reader) {
    Thread.ofPlatform()
        .daemon()
        .name("exit")
        .start(() -> {
          try {
            reader.accept(process.waitFor());
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Sends a signal to its group. Launchers of several workers pass it on to these. */
  public void signal(UnixSignal signal) {
    if (!(own && Posix.kill(-process.pid(), signal)) && process.isAlive()) {
      Posix.kill(process.pid(), signal);
    }
  }

  /** Ends it, and everything that it started or left behind, now. */
  public void kill() {
    if (process.isAlive()) {
      if (own) {
        Posix.kill(-process.pid(), UnixSignal.KILL);
      }
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      // by its handle: the process itself would close its output, of which some is not read yet
      process.toHandle().destroyForcibly();
    }
    // what starts another process while this looks is found in the next round
    for (int round = 0; round < ROUNDS && family.signal(UnixSignal.KILL); round++) {}
  }
}
