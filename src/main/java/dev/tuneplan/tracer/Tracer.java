package dev.tuneplan.tracer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.JsonText;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.trace.TraceRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks the real libraries about a step, and keeps what they say. */
public final class Tracer {
  /** Private memory of the process; a 70B model takes a tenth of it. */
  private static final long MEMORY_BYTES = 8L << 30;

  /** New namespaces of users, networks and processes: no network, and all ends with the first. */
  private static final List<String> CONFINED =
      List.of("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child");

  private final PythonEnvironment environment;
  private final TracerSources sources;
  private final TraceStore store;
  private final Map<String, String> outside;
  private final boolean verbose;

  /**
   * Asks an environment's libraries.
   *
   * @param outside the user's environment variables, of which the process gets the search path and
   *     the language alone
   * @param verbose whether the process may say where in the libraries a fault arose
   */
  public Tracer(
      PythonEnvironment environment,
      TracerSources sources,
      TraceStore store,
      Map<String, String> outside,
      boolean verbose) {
    this.environment = environment;
    this.sources = sources;
    this.store = store;
    this.outside = Map.copyOf(outside);
    this.verbose = verbose;
  }

  /**
   * Traces a step, unless the same was traced before.
   *
   * @param trusted whether the model's own code may run
   * @param limit the longest that it may take
   */
  public Trace trace(TraceModel model, TraceRequest request, boolean trusted, Duration limit)
      throws IOException, InterruptedException, TraceFailure {
    Map<String, String> libraries = environment.libraries(sources);
    Optional<Trace> known = store.find(model, sources, trusted, request, libraries);
    if (known.isPresent()) {
      return known.get();
    }
    try (Workspace work = new Workspace()) {
      Path folder = folder(model, work);
      long begin = System.nanoTime();
      Workspace.Ending end = run(work, asked(folder, request, trusted, limit), limit);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Node answer = answer(end, limit);
      Problems problems = new Problems();
      Trace trace =
          new Trace(
              request,
              TraceRecord.read(Fields.of(answer, problems), libraries, problems),
              trusted,
              seconds,
              false);
      problems.throwIfAny();
      store.write(model, sources, trace, answer);
      return trace;
    }
  }

  private static Path folder(TraceModel model, Workspace work) throws IOException {
    if (model.folder().isPresent()) {
      return model.folder().get();
    }
    Path folder = Files.createDirectories(work.folder().resolve("model"));
    Files.write(folder.resolve("config.json"), model.config());
    return folder;
  }

  private static String asked(Path folder, TraceRequest request, boolean trusted, Duration limit) {
    Map<String, Object> tree = new LinkedHashMap<>(request.values());
    tree.put("model", folder.toString());
    tree.put("trust_code", trusted);
    tree.put("memory_bytes", MEMORY_BYTES);
    // for the case that nobody is left to stop it
    tree.put("cpu_seconds", limit.toSeconds() + 60);
    tree.put("tied", true);
    return JsonText.of(tree);
  }

  private Workspace.Ending run(Workspace work, String request, Duration limit)
      throws IOException, InterruptedException {
    Path sources = work.folder().resolve("tracer");
    this.sources.unpack(sources);
    Map<String, String> variables = new HashMap<>();
    for (String name : List.of("PATH", "LANG", "LC_ALL")) {
      String value = outside.get(name);
      if (value != null) {
        variables.put(name, value);
      }
    }
    if (verbose) {
      variables.put("TUNEPLAN_VERBOSE", "1");
    }
    List<String> words = new ArrayList<>(confinable(work, variables) ? CONFINED : List.of());
    words.addAll(
        List.of(
            environment.python().toString(),
            "-s",
            "-B",
            sources.resolve(TracerSources.MAIN).toString()));
    return work.run(new Workspace.Command(words, variables, request, limit));
  }

  /** Whether this machine lets its users have namespaces of their own. */
  private static boolean confinable(Workspace work, Map<String, String> variables)
      throws InterruptedException {
    List<String> words = new ArrayList<>(CONFINED);
    words.add("true");
    try {
      var probe = new Workspace.Command(words, variables, null, Duration.ofSeconds(5));
      Workspace.Ending end = work.run(probe);
      return !end.late() && end.status() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private Node answer(Workspace.Ending end, Duration limit) throws TraceFailure {
    if (end.late()) {
      throw new TraceFailure(
          "the trace was stopped after "
              + limit.toSeconds()
              + " s; --timeout gives it longer, but code that loops for ever never ends");
    }
    Node answer = parsed(end);
    String fault = Fields.of(answer, new Problems()).text("error").orElse("");
    if (!fault.isEmpty()) {
      throw new TraceFailure(verbose ? fault + "\n" + end.err().strip() : fault);
    }
    return answer;
  }

  private static Node parsed(Workspace.Ending end) throws TraceFailure {
    try {
      return YamlFiles.parse("the tracer's answer", end.out());
    } catch (InvalidInput e) {
      throw new TraceFailure(
          "the trace ended with status "
              + end.status()
              + " and without an answer"
              + (end.status() == 137 ? ": killed, as when memory runs out" : "")
              + (end.status() == 0 ? ": code can end its process" : "")
              + (end.lastWords().isEmpty() ? "" : "; its last words:\n" + end.lastWords()));
    }
  }
}
