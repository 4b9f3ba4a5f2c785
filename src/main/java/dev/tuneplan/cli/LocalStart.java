package dev.tuneplan.cli;

import dev.tuneplan.agent.record.Claim;
import dev.tuneplan.agent.record.ProcessMark;
import dev.tuneplan.runs.Runs;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Starts the wrapper of an attempt that is this process's. */
record LocalStart(Runs runs, String id, int attempt) {
  private static final Duration LOOK = Duration.ofMillis(20);
  private static final int SHOWN_LINES = 5;
  private static final int SHOWN_BYTES = 8192;

  /** Starts it, and waits until it has taken its attempt. */
  boolean started(LocalRun run) throws IOException, InterruptedException {
    Process wrapper = WrapperProcess.start(run, runs.folder(id), attempt);
    while (owner().isEmpty()) {
      if (!wrapper.isAlive()) {
        return owner().isPresent();
      }
      Thread.sleep(LOOK);
    }
    return true;
  }

  /** The wrapper. */
  Optional<ProcessMark> owner() {
    try {
      return Claim.owner(runs.folder(id, attempt));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The end of what it printed. */
  String lastWords() throws IOException {
    Path output = runs.folder(id, attempt).resolve(WrapperProcess.OUTPUT);
    if (!Files.exists(output)) {
      return "it said nothing";
    }
    try (SeekableByteChannel in = Files.newByteChannel(output)) {
      in.position(Math.max(0, in.size() - SHOWN_BYTES));
      String end =
          new String(Channels.newInputStream(in).readNBytes(SHOWN_BYTES), StandardCharsets.UTF_8);
      List<String> lines = end.lines().toList();
      return String.join(
          "\n", lines.subList(Math.max(0, lines.size() - SHOWN_LINES), lines.size()));
    }
  }
}
