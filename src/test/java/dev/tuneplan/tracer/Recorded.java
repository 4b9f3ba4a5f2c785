package dev.tuneplan.tracer;

import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.trace.TraceRequest;
import java.nio.file.Path;

/** A trace that the command made and kept on 2026-11-24: Llama-3.1-8B, QLoRA, 1 x 2048 tokens. */
public final class Recorded {
  private static final Path FILE = Path.of("src/test/resources/trace/llama-8b-qlora.json");

  private Recorded() {}

  private static Fields root() {
    return Fields.of(YamlFiles.read(FILE), new Problems());
  }

  /** What the tracer said. */
  public static Node answer() {
    return root().node("answer").orElseThrow();
  }

  /** The trace, as if the folder's own code had been trusted or not. */
  public static Trace trace(boolean trusted) {
    Fields request = root().child("request").orElseThrow();
    Fields libraries = root().child("libraries").orElseThrow();
    java.util.Map<String, String> versions = new java.util.LinkedHashMap<>();
    libraries.keys().forEach(k -> versions.put(k, libraries.text(k).orElseThrow()));
    Problems problems = new Problems();
    var step = TraceRecord.read(Fields.of(answer(), problems), versions, problems);
    problems.throwIfAny();
    return new Trace(
        TraceRequest.of(key -> String.join(" ", request.texts(key))),
        step,
        trusted,
        root().number("seconds", 0, 1e9).orElseThrow(),
        false);
  }
}
