package dev.tuneplan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An {@link EndsProcess}, and what it has printed so far. */
final class Follower implements AutoCloseable {
  private static final long SILENCE_SECONDS = 120;

  private final Process process;
  private final BlockingQueue<String> coming = new LinkedBlockingQueue<>();
  private final List<String> lines = new ArrayList<>();
  private final Thread reader;

  private Follower(Process process) {
    this.process = process;
    this.reader = Thread.ofVirtual().start(this::read);
  }

  /** Starts one with 512 MiB of heap. */
  static Follower start(Path kubeconfig, String namespace) throws IOException {
    ProcessBuilder program =
        Cluster.program(EndsProcess.class.getName(), List.of(kubeconfig.toString(), namespace));
    program.environment().put("JDK_JAVA_OPTIONS", "-Xmx512m");
    return new Follower(program.redirectErrorStream(true).start());
  }

  private void read() {
    try (BufferedReader reader = process.inputReader(StandardCharsets.UTF_8)) {
      reader.lines().forEach(coming::add);
    } catch (UncheckedIOException | IOException e) {
      coming.add("its output broke: " + e.getMessage());
    }
  }

  /** Waits until it has printed so many lines that begin with a word, and returns all of these. */
  List<String> await(String word, int count) throws InterruptedException {
    coming.drainTo(lines);
    List<String> found = those(word);
    while (found.size() < count) {
      String line = coming.poll(SILENCE_SECONDS, TimeUnit.SECONDS);
      assertThat(line).as("%s of %s '%s'; %s", found.size(), count, word, last()).isNotNull();
      lines.add(line);
      if (line.startsWith(word + " ")) {
        found.add(line);
      }
    }
    return found;
  }

  private List<String> last() {
    return lines.subList(Math.max(0, lines.size() - 20), lines.size());
  }

  /** What it has printed so far that begins with a word. */
  List<String> those(String word) {
    return new ArrayList<>(lines.stream().filter(l -> l.startsWith(word + " ")).toList());
  }

  /** What memory it takes. */
  String memory() throws Exception {
    int before = those("memory").size();
    process.outputWriter().write("\n");
    process.outputWriter().flush();
    return await("memory", before + 1).getLast();
  }

  /** Ends it; what it has printed until then is known. */
  void end() throws Exception {
    process.outputWriter().close();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    reader.join();
    coming.drainTo(lines);
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
