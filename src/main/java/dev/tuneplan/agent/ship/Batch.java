package dev.tuneplan.agent.ship;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.agent.segment.SealedLine;
import dev.tuneplan.files.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Lines of one attempt on one node, on their way. Each has its number within the attempt, so (run,
 * attempt with its node, number) is known wherever it comes from, and however often.
 *
 * @param run the run's id
 * @param attempt the name of its folder: {@code 2}, or {@code 2-node1} on another node than the
 *     first
 * @param after the number of the line before these; 0: these are the first. Whoever has not got
 *     that one must not take these, or would never know what is missing
 * @param head the first line of their segment
 * @param lines in order, at least one
 */
public record Batch(
    String run, String attempt, long after, SealedLine head, List<SealedLine> lines) {
  private static final Pattern RUN = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
  private static final Pattern ATTEMPT = Pattern.compile("[1-9][0-9]{0,8}(-node[0-9]{1,6})?");

  public Batch {
    lines = List.copyOf(lines);
    if (!RUN.matcher(run).matches()) {
      throw new IllegalArgumentException("run must be a name, was '" + run + "'");
    }
    if (!ATTEMPT.matcher(attempt).matches()) {
      throw new IllegalArgumentException("attempt must be N or N-nodeM, was '" + attempt + "'");
    }
    if (!head.head()) {
      throw new IllegalArgumentException("head must be the first line of a segment");
    }
    long before = after;
    for (SealedLine line : lines) {
      if (line.seq() <= before) {
        throw new IllegalArgumentException(
            "lines must be in order: " + line.seq() + " behind " + before);
      }
      before = line.seq();
    }
    if (lines.isEmpty() || after < 0) {
      throw new IllegalArgumentException("must have lines, behind one >= 0");
    }
  }

  /** The number of the last line. */
  public long last() {
    return lines.getLast().seq();
  }

  /** As it is sent: whose lines these are, the head, and the lines as they are on the disk. */
  public String text() {
    Map<String, Object> envelope = new LinkedHashMap<>();
    envelope.put("run", run);
    envelope.put("attempt", attempt);
    envelope.put("after", after);
    StringBuilder text = new StringBuilder(JsonText.of(envelope)).append('\n');
    text.append(head.text()).append('\n');
    lines.forEach(l -> text.append(l.text()).append('\n'));
    return text.toString();
  }

  /**
   * The opposite of {@link #text}.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  public static Batch parse(String text) {
    List<String> all = text.lines().toList();
    if (all.size() < 3
        || !(PythonJson.read(all.getFirst()) instanceof Map<?, ?> envelope)
        || !(envelope.get("run") instanceof String run)
        || !(envelope.get("attempt") instanceof String attempt)
        || !(envelope.get("after") instanceof Long after)) {
      throw new IllegalArgumentException(
          "must be a line with run, attempt and after, a segment's first line, and lines");
    }
    List<SealedLine> lines = new ArrayList<>();
    for (int i = 1; i < all.size(); i++) {
      Optional<SealedLine> line = SealedLine.parse(all.get(i));
      if (line.isEmpty()) {
        throw new IllegalArgumentException("line " + (i + 1) + " is torn");
      }
      lines.add(line.get());
    }
    return new Batch(run, attempt, after, lines.getFirst(), lines.subList(1, lines.size()));
  }
}
