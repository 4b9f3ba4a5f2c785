package dev.tuneplan.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;

/** Runs the common commands once, so that the launcher's AOT cache knows their classes. */
public final class Training {
  private Training() {}

  /** Needs the system property {@code tuneplan.home}. */
  public static void main(String[] args) {
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    String spec =
        Path.of(System.getProperty("tuneplan.home", "."), "examples", "support-bot.yaml")
            .toString();
    Main.run(nowhere, nowhere, "--help");
    Main.run(nowhere, nowhere, "plan", spec);
    Main.run(nowhere, nowhere, "plan", spec, "-o", "json");
    Main.run(nowhere, nowhere, "gpus");
    String data = Path.of(spec).resolveSibling("data").resolve("support.jsonl").toString();
    Main.run(nowhere, nowhere, "tokens", data, "--no-cache");
    String[] estimate = {"estimate", "--model", "meta-llama/Llama-3.1-8B", "--gpu", "l40s"};
    Main.run(nowhere, nowhere, estimate);
  }
}
