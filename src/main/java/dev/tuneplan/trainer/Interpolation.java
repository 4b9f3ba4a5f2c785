package dev.tuneplan.trainer;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code ${other.key}} in values, as OmegaConf resolves it for torchtune and LLaMA-Factory. */
final class Interpolation {
  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([A-Za-z0-9_.]+)}");
  private static final int DEEPEST = 10;

  private final Map<String, Node> values;
  private final Problems problems;

  private Interpolation(Node root, Problems problems) {
    this.values = Paths.of(root);
    this.problems = problems;
  }

  /** The same tree with every reference replaced; one to nothing is a fault. */
  static Node of(Node root, Problems problems) {
    return new Interpolation(root, problems).resolved(root);
  }

  private Node resolved(Node node) {
    return switch (node) {
      case Node.Mapping m -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        m.entries().forEach((key, value) -> entries.put(key, resolved(value)));
        yield new Node.Mapping(m.place(), entries, m.keys());
      }
      case Node.Sequence s ->
          new Node.Sequence(s.place(), s.items().stream().map(this::resolved).toList());
      case Node.Scalar s -> scalar(s);
    };
  }

  private Node scalar(Node.Scalar s) {
    Matcher whole = REFERENCE.matcher(s.text());
    if (whole.matches()
        && values.get(whole.group(1)) instanceof Node.Scalar other
        && !other.text().contains("${")) {
      return new Node.Scalar(s.place(), other.text(), other.type());
    }
    String text = s.text();
    for (int depth = 0; text.contains("${"); depth++) {
      Matcher m = REFERENCE.matcher(text);
      if (!m.find() || depth > DEEPEST) {
        break;
      }
      if (!(values.get(m.group(1)) instanceof Node.Scalar other)) {
        problems.add(s.place(), m.group(), "refers to a key that is not in the file");
        return s;
      }
      text = text.substring(0, m.start()) + other.text() + text.substring(m.end());
      if (depth == DEEPEST) {
        problems.add(s.place(), m.group(), "refers to itself");
      }
    }
    return new Node.Scalar(s.place(), text, s.type());
  }
}
