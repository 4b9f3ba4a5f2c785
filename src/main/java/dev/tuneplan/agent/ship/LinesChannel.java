package dev.tuneplan.agent.ship;

import dev.tuneplan.agent.segment.SealedLine;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Lines of a container's standard output, which its kubelet keeps and {@code kubectl logs} shows:
 * tag, run, attempt, and the line.
 */
public record LinesChannel(OutputStream out) implements Channel {
  /** Before every line. */
  public static final String TAG = "tuneplan-sample";

  @Override
  public String name() {
    return "standard output";
  }

  @Override
  public Answer send(Batch batch) {
    StringBuilder text = new StringBuilder();
    if (batch.after() == 0) {
      add(text, batch, batch.head());
    }
    batch.lines().forEach(line -> add(text, batch, line));
    try {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
      out.flush();
      return new Taken();
    } catch (IOException e) {
      return new Later("standard output is closed");
    }
  }

  /** The line of a segment in a line of such a log; empty when it is none. */
  public static Optional<SealedLine> line(String text) {
    String[] words = text.startsWith(TAG + " ") ? text.split(" ", 4) : new String[0];
    return words.length == 4 ? SealedLine.parse(words[3].stripTrailing()) : Optional.empty();
  }

  private static void add(StringBuilder text, Batch batch, SealedLine line) {
    text.append(TAG).append(' ').append(batch.run()).append(' ').append(batch.attempt());
    text.append(' ').append(line.text()).append('\n');
  }
}
