package dev.tuneplan.agent.reading;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The small files by which Linux says things, below /proc and /sys. None of them must be there. */
public final class KernelFile {
  private KernelFile() {}

  /** All of it; empty when it cannot be read. */
  public static Optional<String> text(Path file) {
    try {
      // names of processes and devices may be any bytes
      return Optional.of(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Its lines; none when it cannot be read. */
  public static List<String> lines(Path file) {
    return text(file).map(t -> t.lines().toList()).orElse(List.of());
  }

  /** Its one number; empty when it cannot be read or is none, as {@code max}. */
  public static OptionalLong number(Path file) {
    return text(file).map(t -> number(t.strip())).orElse(OptionalLong.empty());
  }

  /** A number that is not below zero; empty when the word is none, or too large for a long. */
  public static OptionalLong number(String word) {
    if (word.isEmpty() || !word.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(word));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /** The number behind a word at the beginning of a line, as in {@code oom_kill 3}. */
  public static OptionalLong field(List<String> lines, String name) {
    for (String line : lines) {
      if (line.startsWith(name) && line.length() > name.length()) {
        char next = line.charAt(name.length());
        if (next == ' ' || next == ':' || next == '\t') {
          String[] rest = line.substring(name.length() + 1).strip().split("\\s+", 2);
          return number(rest[0]);
        }
      }
    }
    return OptionalLong.empty();
  }
}
