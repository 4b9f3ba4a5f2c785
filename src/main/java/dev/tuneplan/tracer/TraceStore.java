package dev.tuneplan.tracer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Hash;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.trace.TraceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Answers of earlier traces, by content: the model, the request, the tracer and the libraries. A
 * file that cannot be read counts as absent.
 *
 * @param folder that may not be there yet
 */
public record TraceStore(Path folder) {
  /** Keeps an answer. */
  public void write(TraceModel model, TracerSources sources, Trace trace, Node answer)
      throws IOException {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("model", model.name());
    tree.put("trusted", trace.trusted());
    tree.put("tracer", sources.hash());
    tree.put("seconds", trace.seconds());
    tree.put("libraries", trace.step().libraries());
    tree.put("request", trace.request().values());
    tree.put("answer", answer);
    Path to = file(model, sources, trace.trusted(), trace.request(), trace.step().libraries());
    Files.createDirectories(folder(model, trace.trusted()));
    Path part = Files.createTempFile(to.getParent(), "trace", ".part");
    Files.writeString(part, JsonText.of(tree) + "\n");
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The answer to a request by these libraries. */
  public Optional<Trace> find(
      TraceModel model,
      TracerSources sources,
      boolean trusted,
      TraceRequest request,
      Map<String, String> libraries) {
    return read(file(model, sources, trusted, request, libraries), sources.hash());
  }

  /**
   * Every answer about a model, the newest of each request; those of its own code, where it has
   * been trusted, go before others.
   *
   * @param sources asked for only when there is an answer
   */
  public List<Trace> all(TraceModel model, Supplier<TracerSources> sources) throws IOException {
    Map<TraceRequest, Trace> found = new LinkedHashMap<>();
    @Nullable String tracer = null;
    for (boolean trusted : List.of(false, true)) {
      for (Path p : files(folder(model, trusted))) {
        tracer = tracer == null ? sources.get().hash() : tracer;
        read(p, tracer).ifPresent(t -> found.put(t.request(), t));
      }
    }
    return List.copyOf(found.values());
  }

  private static List<Path> files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    record Dated(Path path, FileTime at) {}
    List<Dated> dated = new ArrayList<>();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path p : all.filter(p -> p.toString().endsWith(".json")).toList()) {
        dated.add(new Dated(p, Files.getLastModifiedTime(p)));
      }
    }
    return dated.stream()
        .sorted(Comparator.comparing(Dated::at).thenComparing(Dated::path))
        .map(Dated::path)
        .toList();
  }

  private Path folder(TraceModel model, boolean trusted) {
    return folder.resolve(model.key(trusted));
  }

  private Path file(
      TraceModel model,
      TracerSources sources,
      boolean trusted,
      TraceRequest request,
      Map<String, String> libraries) {
    String name =
        new Hash()
            .add("tracer", sources.hash())
            .add("request", JsonText.of(request.values()))
            .add("libraries", new TreeMap<>(libraries).toString())
            .hex();
    return folder(model, trusted).resolve(name + ".json");
  }

  private static Optional<Trace> read(Path file, String tracer) {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      Problems problems = new Problems();
      Fields f = Fields.of(YamlFiles.read(file), problems);
      if (!f.text("tracer").equals(Optional.of(tracer))) {
        return Optional.empty();
      }
      Map<String, String> libraries = new LinkedHashMap<>();
      Fields versions = child(f, "libraries");
      versions.keys().forEach(k -> libraries.put(k, versions.text(k).orElse("")));
      Fields asked = child(f, "request");
      Trace trace =
          new Trace(
              TraceRequest.of(key -> String.join(" ", asked.texts(key))),
              TraceRecord.read(child(f, "answer"), libraries, problems),
              f.flag("trusted").orElse(false),
              f.number("seconds", 0, 1e9).orElse(0),
              true);
      return problems.none() ? Optional.of(trace) : Optional.empty();
    } catch (InvalidInput | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Fields child(Fields f, String key) {
    return f.child(key)
        .orElseThrow(() -> new InvalidInput(f.place(), key, "is required in a kept trace"));
  }
}
