package dev.tuneplan.launch;

import java.util.Map;
import java.util.TreeMap;

/** The SHA-256 of files by their names. */
public final class ConfigHash {
  private ConfigHash() {}

  /** 64 hexadecimal digits; lengths go in too, so that no two sets of files are alike. */
  public static String of(Map<String, String> files) {
    StringBuilder all = new StringBuilder();
    new TreeMap<>(files)
        .forEach((name, text) ->
            all.append(name.length())
                .append(':')
                .append(name)
                .append(text.length())
                .append(':')
                .append(text));
    return Canonical.sha256(all.toString());
  }
}
