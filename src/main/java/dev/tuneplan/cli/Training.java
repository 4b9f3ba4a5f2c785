package dev.tuneplan.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Runs the common commands once, so that the launcher's AOT cache knows their classes. */
public final class Training {
  private Training() {}

  /** Needs the system property {@code tuneplan.home}. Leaves the user's own files alone. */
  public static void main(String[] args) throws IOException {
    Path data = Files.createTempDirectory("tuneplan-training");
    try {
      System.setProperty("tuneplan.data", data.toString());
      System.setProperty("tuneplan.ledger", data.resolve("ledger.db").toString());
      commands(Path.of(System.getProperty("tuneplan.home", "."), "examples"));
    } finally {
      delete(data);
    }
  }

  private static void commands(Path examples) {
    String spec = examples.resolve("support-bot.yaml").toString();
    said("--help");
    said("plan", spec);
    said("plan", spec, "-o", "json");
    said("gpus");
    said("tokens", examples.resolve("data").resolve("support.jsonl").toString(), "--no-cache");
    said("estimate", "--model", "meta-llama/Llama-3.1-8B", "--gpu", "l40s");
    said("reconcile", examples.resolve("preempted-twice").toString());
    said("reconcile", "--all");
    said("calibrate");
    said("runs", "--target", "local");
    said("ledger", "list");
    said("budget", "set", "all", "100");
    said("budget", "list");
  }

  private static void said(String... words) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(nowhere, nowhere, words);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    }
  }
}
