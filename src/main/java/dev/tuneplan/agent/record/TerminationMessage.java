package dev.tuneplan.agent.record;

import dev.tuneplan.files.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The termination message of a container, in which a wrapper says its last words: JSON of at most
 * 4096 bytes, which is what a kubelet keeps (k8s.io/api core/v1, terminationMessagePath). It
 * survives without a volume and without a server.
 */
public final class TerminationMessage {
  static final int LARGEST_BYTES = 4096;

  private TerminationMessage() {}

  static String of(Map<String, Object> tree) {
    Map<String, Object> left = new LinkedHashMap<>(tree);
    String text = JsonText.of(left);
    for (int longest = 1000; tooLong(text) && longest > 10; longest /= 2) {
      int most = longest;
      left.replaceAll(
          (k, v) -> v instanceof String s && s.length() > most ? s.substring(0, most) + "..." : v);
      text = JsonText.of(left);
    }
    // whatever is last is of the least importance
    while (tooLong(text)) {
      left.remove(left.keySet().stream().reduce((a, b) -> b).orElseThrow());
      text = JsonText.of(left);
    }
    return text;
  }

  private static boolean tooLong(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length > LARGEST_BYTES;
  }

  /** Writes it; a place that cannot be written changes nothing about how the attempt ended. */
  public static boolean write(Path file, Map<String, Object> tree) {
    try {
      Files.writeString(file, of(tree));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** What one says, without what is null; nothing when no wrapper wrote it. */
  public static Map<String, Object> read(String text) {
    Map<String, Object> words = new LinkedHashMap<>();
    if (PythonJson.read(text) instanceof Map<?, ?> tree) {
      tree.forEach((key, value) -> {
        if (value != null) {
          words.put(String.valueOf(key), value);
        }
      });
    }
    return words;
  }
}
