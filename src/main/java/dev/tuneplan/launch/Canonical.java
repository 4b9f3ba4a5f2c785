package dev.tuneplan.launch;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A tree in one form, whatever the order of its keys, its blanks and its comments. */
final class Canonical {
  private Canonical() {}

  /** The tree as JSON on one line, keys in order, 1 and 1.0 alike. */
  static String of(Node tree) {
    return JsonText.of(sorted(Leaves.plain(tree)));
  }

  private static Object sorted(Object value) {
    return switch (value) {
      case Map<?, ?> m -> {
        Map<String, Object> copy = new TreeMap<>();
        m.forEach((k, v) -> copy.put(String.valueOf(k), sorted(v)));
        yield copy;
      }
      case List<?> l -> l.stream().map(Canonical::sorted).toList();
      case Double d when d == Math.rint(d) && Math.abs(d) < 1L << 53 -> d.longValue();
      default -> value;
    };
  }

  /** SHA-256, 64 hexadecimal digits. */
  static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
