package dev.tuneplan.tracer;

import dev.tuneplan.files.WholeFolder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A folder for one piece of work with its processes. Both are gone when it is closed, and when the
 * user stops tuneplan. Not thread-safe, except for being stopped.
 */
final class Workspace implements AutoCloseable {
  private static final long LOOK_MILLIS = 250;
  private static final long LONG_MILLIS = 60_000;
  private static final int LARGEST_OUTPUT = 1 << 20;

  private final Path folder;
  private final Thread hook = new Thread(this::interrupt);
  private final Set<ProcessHandle> started = ConcurrentHashMap.newKeySet();
  private volatile boolean interrupted;

  Workspace() throws IOException {
    folder = Files.createTempDirectory("tuneplan-trace-").toRealPath();
    Runtime.getRuntime().addShutdownHook(hook);
  }

  Path folder() {
    return folder;
  }

  /**
   * A program to run.
   *
   * @param words its path and arguments
   * @param environment all that it gets to know, beside where this folder is
   * @param input one line for its standard input, which stays open until it ends; null for none
   * @param limit the longest that it may take
   */
  record Command(
      List<String> words,
      Map<String, String> environment,
      @Nullable String input,
      Duration limit) {}

  /**
   * How a program ended.
   *
   * @param status its exit status; 128 and the signal's number where one killed it
   * @param late whether it was stopped at its limit
   */
  record Ending(int status, boolean late, String out, String err) {
    /** The last lines of what it said beside its answer. */
    String lastWords() {
      List<String> lines = err.lines().filter(l -> !l.isBlank()).toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 8), lines.size()));
    }
  }

  /** Runs a program to its end or its limit; nothing that it started is left then. */
  Ending run(Command c) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Path err = Files.createTempFile(folder, "err", "");
    ProcessBuilder builder = new ProcessBuilder(c.words());
    builder.directory(folder.toFile());
    builder.redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(c.environment());
    String here = folder.toString();
    builder.environment().putAll(Map.of("HOME", here, "TMPDIR", here));
    Process process = started(builder);
    boolean ended;
    try (OutputStream in = process.getOutputStream()) {
      say(in, c.input());
      ended = await(process, c);
    } catch (IOException e) {
      // a program that has ended already does not take the end of its input
      ended = process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS);
    } finally {
      stop();
    }
    if (interrupted) {
      // the program ended because tuneplan is ending: its answer is no answer
      Thread.sleep(LONG_MILLIS);
    }
    return new Ending(process.waitFor(), !ended, text(out), text(err));
  }

  private static void say(OutputStream in, @Nullable String line) throws IOException {
    if (line == null) {
      in.close();
    } else {
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
      in.flush();
    }
  }

  private boolean await(Process process, Command c) throws InterruptedException {
    long end = System.nanoTime() + c.limit().toNanos();
    while (System.nanoTime() < end) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        return true;
      }
      // whoever outlives its parent is found no more afterwards
      process.descendants().forEach(started::add);
    }
    return false;
  }

  /** A stop that comes while a program starts waits until it is known. */
  private synchronized Process started(ProcessBuilder builder) throws IOException {
    if (interrupted) {
      throw new IOException("tuneplan is being stopped");
    }
    Process process = builder.start();
    started.add(process.toHandle());
    return process;
  }

  private synchronized void stop() {
    Set<ProcessHandle> all = new LinkedHashSet<>(started);
    started.forEach(p -> p.descendants().forEach(all::add));
    all.forEach(ProcessHandle::destroyForcibly);
  }

  private static String text(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      long size = Files.size(file);
      in.skipNBytes(Math.max(0, size - LARGEST_OUTPUT));
      return new String(in.readNBytes(LARGEST_OUTPUT), StandardCharsets.UTF_8);
    }
  }

  private void interrupt() {
    interrupted = true;
    clear();
  }

  private void clear() {
    stop();
    try {
      WholeFolder.delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // what cannot be deleted lies in the system's folder for such things, which it clears
    }
  }

  @Override
  public void close() {
    if (!interrupted) {
      Runtime.getRuntime().removeShutdownHook(hook);
      clear();
    }
  }
}
