package dev.tuneplan.spec;

import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Reads the keys of a run spec that only a launch needs, wherever they stand. */
final class LaunchSection {
  private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
  private static final Pattern LABEL_KEY =
      Pattern.compile("([a-z0-9][-.a-z0-9]{0,252}/)?[A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?");
  private static final Pattern LABEL_VALUE =
      Pattern.compile("([A-Za-z0-9]([-._A-Za-z0-9]{0,61}[A-Za-z0-9])?)?");
  private static final Pattern SECRET = Pattern.compile("[a-z0-9][-.a-z0-9]*/[-._a-zA-Z0-9]+");
  private static final Pattern TAINT =
      Pattern.compile("[A-Za-z0-9][-A-Za-z0-9_./]*(=[-A-Za-z0-9_.]*)?(:[A-Za-z]+)?");
  private static final List<String> EFFECTS =
      List.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  /** Adapters take ten times the rate of whole weights (LoRA Without Regret, 2025). */
  private static final double ADAPTER_RATE = 2e-4;

  private static final double FULL_RATE = 2e-5;

  /** The first and as many more as a JobSet has on spot machines. */
  private static final int ATTEMPTS = 21;

  private static final Place NOWHERE = Place.of("");

  private final Problems problems;
  private final List<String> defaults = new ArrayList<>();
  private String project = "";
  private double alpha;
  private boolean rslora;
  private Fields tuning = Fields.of(new Node.Mapping(NOWHERE, Map.of(), Map.of()), new Problems());

  LaunchSection(Problems problems) {
    this.problems = problems;
  }

  void project(String name) {
    project = name;
  }

  /** The adapters' scale; left out it is twice the rank, as most recipes have it. */
  void adapter(Fields method, int rank) {
    boolean given = method.has("alpha");
    alpha = method.number("alpha", 0.001, 1e6).orElse(2.0 * rank);
    if (!given && !method.text("type").orElse("").equalsIgnoreCase("full")) {
      defaults.add("method.alpha = " + 2 * rank);
    }
    rslora = method.flag("rslora").orElse(false);
  }

  /** Takes the section whose keys are read when the method is known. */
  void tuning(Fields training) {
    tuning = training;
    for (String key :
        List.of(
            "learningRate",
            "scheduler",
            "warmup",
            "weightDecay",
            "clip",
            "seed",
            "loggingSteps",
            "saveSteps",
            "keepCheckpoints")) {
      training.has(key);
    }
  }

  LaunchSpec read(Fields root, RunSpec.MethodSpec method) {
    List<String> command = command(root);
    LaunchSpec.Tuning how = tuning(method.type().equals("full"));
    LaunchSpec.Kubernetes where = kubernetes(root);
    return new LaunchSpec(project, command, alpha, rslora, how, where, defaults);
  }

  /** A list is run as it is; a text is what a shell runs. */
  private List<String> command(Fields root) {
    List<String> words = root.texts("command");
    boolean list = root.node("command").orElse(null) instanceof Node.Sequence;
    if (root.has("command") && words.isEmpty()) {
      root.fault("command", "must name a program");
    }
    if (root.text("trainer").orElse("").equalsIgnoreCase("command")) {
      String program = root.has("command") ? "" : "name the program under 'command' and ";
      root.fault(
          "trainer",
          "is for the stack by which memory and speed are estimated, and 'command' is none: "
              + program
              + "leave 'trainer' out, or let it name the stack that the program is built on,"
              + " such as trl");
    }
    return list || words.isEmpty() ? words : List.of("sh", "-c", words.getFirst());
  }

  private LaunchSpec.Tuning tuning(boolean full) {
    Fields f = tuning;
    return new LaunchSpec.Tuning(
        number(f, "training.", "learningRate", 1, full ? FULL_RATE : ADAPTER_RATE),
        word(f, "training.", "scheduler", List.of("cosine", "linear", "constant")),
        number(f, "training.", "warmup", 1, 0.03),
        number(f, "training.", "weightDecay", 10, 0),
        number(f, "training.", "clip", 1e6, 1),
        whole(f, "training.", "seed", 0, 4_294_967_295L, 42),
        (int) whole(f, "training.", "loggingSteps", 1, 1_000_000, 10),
        f.has("saveSteps")
            ? OptionalInt.of((int) f.whole("saveSteps", 1, 1_000_000_000).orElse(1))
            : OptionalInt.empty(),
        (int) whole(f, "training.", "keepCheckpoints", 1, 10_000, 2));
  }

  private LaunchSpec.Kubernetes kubernetes(Fields root) {
    Fields f =
        root.child("kubernetes")
            .orElseGet(() ->
                Fields.of(new Node.Mapping(root.place(), Map.of(), Map.of()), new Problems()));
    Optional<String> namespace = f.text("namespace");
    if (namespace.isPresent() && !LABEL.matcher(namespace.get()).matches()) {
      f.fault("namespace", "must be lower-case letters, digits and '-', at most 63");
    }
    LaunchSpec.Kubernetes where =
        new LaunchSpec.Kubernetes(
            namespace,
            word(f, "kubernetes.", "kind", List.of("auto", "job", "jobset", "trainjob")),
            f.text("template"),
            labels(f),
            scheduling(f),
            pod(f),
            limits(f),
            ship(f),
            root.valuePlace("kubernetes"));
    f.refuseOthers();
    return where;
  }

  private static LaunchSpec.Ship ship(Fields f) {
    List<String> to = f.texts("ship");
    to.stream()
        .filter(w -> !w.matches("metrics|stdout|https?://\\S+"))
        .forEach(w ->
            f.fault(
                "ship", "must be metrics, stdout or the address of a server (was '" + w + "')"));
    Optional<String> token = f.text("shipToken");
    if (token.isPresent() && !SECRET.matcher(token.get()).matches()) {
      f.fault("shipToken", "must be secret/key (was '" + token.get() + "')");
    }
    if (!to.isEmpty() && f.text("agentImage").filter("none"::equals).isPresent()) {
      f.fault("ship", "needs the wrapper; take away agentImage: none");
    }
    return new LaunchSpec.Ship(to, token);
  }

  private static Map<String, String> labels(Fields f) {
    Map<String, String> labels = pairs(f, "labels");
    labels.forEach((key, value) -> {
      if (!LABEL_KEY.matcher(key).matches() || !LABEL_VALUE.matcher(value).matches()) {
        f.fault("labels", "'" + key + ": " + value + "' is no label of Kubernetes");
      }
    });
    return labels;
  }

  private LaunchSpec.Scheduling scheduling(Fields f) {
    List<String> tolerations = f.texts("tolerations");
    for (String t : tolerations) {
      boolean effect = t.indexOf(':') < 0 || EFFECTS.contains(t.substring(t.indexOf(':') + 1));
      if (!TAINT.matcher(t).matches() || !effect) {
        f.fault(
            "tolerations",
            "must be key, key:Effect or key=value:Effect, with an effect of "
                + String.join(", ", EFFECTS)
                + " (was '"
                + t
                + "')");
      }
    }
    Optional<String> required = f.text("requiredTopology");
    Optional<String> preferred = f.text("preferredTopology");
    if (required.isPresent() && preferred.isPresent()) {
      // Kueue's webhook refuses a job with both annotations (kueue 0.14.0)
      f.fault("preferredTopology", "does not go with requiredTopology; name one of them");
    }
    return new LaunchSpec.Scheduling(
        f.text("queue"),
        f.text("queuePriority"),
        f.text("priorityClass"),
        pairs(f, "nodeSelector"),
        tolerations,
        required,
        preferred);
  }

  private LaunchSpec.Pod pod(Fields f) {
    Map<String, String> secrets = pairs(f, "secrets");
    secrets.forEach((name, secret) -> {
      if (!VARIABLE.matcher(name).matches() || !SECRET.matcher(secret).matches()) {
        f.fault("secrets", "must be VARIABLE: secret/key (was " + name + ": " + secret + ")");
      }
    });
    Map<String, String> env = pairs(f, "env");
    env.keySet().stream()
        .filter(name -> !VARIABLE.matcher(name).matches())
        .forEach(name -> f.fault("env", "'" + name + "' is no name of a variable"));
    Map<String, String> volumes = pairs(f, "volumes");
    volumes.keySet().stream()
        .filter(name -> !LABEL.matcher(name).matches())
        .forEach(name ->
            f.fault("volumes", "'" + name + "' must be lower-case letters, digits and '-'"));
    return new LaunchSpec.Pod(
        f.text("image"),
        text(f, "agentImage", "tuneplan-agent:0.1.0"),
        f.texts("imagePullSecrets"),
        text(f, "serviceAccount", "tuneplan-trainer"),
        env,
        secrets,
        volumes,
        optional(f, "cpus", 4096),
        optional(f, "memoryGiB", 1_000_000),
        (int) whole(f, "kubernetes.", "sharedMemoryGiB", 1, 100_000, 8),
        word(f, "kubernetes.", "security", List.of("restricted", "baseline")),
        f.text("runtimeClass"));
  }

  private LaunchSpec.Limits limits(Fields f) {
    OptionalDouble hours = f.number("maxHours", 0.02, 100_000);
    int retries = (int) whole(f, "kubernetes.", "retries", 0, 1000, 2);
    return new LaunchSpec.Limits(
        retries,
        (int) whole(f, "kubernetes.", "maxAttempts", 1, 10_000, Math.max(ATTEMPTS, retries + 1)),
        (int) whole(f, "kubernetes.", "peerWaitMinutes", 1, 1440, 10),
        (int) whole(f, "kubernetes.", "graceSeconds", 1, 86_400, 180),
        (int) whole(f, "kubernetes.", "ttlSeconds", 60, 31_536_000, 604_800),
        (int) whole(f, "kubernetes.", "waitHours", 1, 8760, 24),
        hours);
  }

  private static OptionalInt optional(Fields f, String key, int most) {
    return f.has(key) ? OptionalInt.of((int) f.whole(key, 1, most).orElse(1)) : OptionalInt.empty();
  }

  private static Map<String, String> pairs(Fields f, String key) {
    Map<String, String> found = new TreeMap<>();
    f.child(key)
        .ifPresent(m -> {
          for (String name : m.keys()) {
            m.text(name).ifPresent(value -> found.put(name, value));
          }
        });
    return found;
  }

  private String text(Fields f, String key, String fallback) {
    return said(f, "kubernetes.", key, f.text(key).orElse(fallback));
  }

  private String word(Fields f, String path, String key, List<String> words) {
    return said(f, path, key, f.word(key, words).orElse(words.getFirst()));
  }

  private double number(Fields f, String path, String key, double most, double fallback) {
    double least = key.equals("learningRate") ? 1e-9 : 0;
    return said(f, path, key, f.number(key, least, most).orElse(fallback));
  }

  private long whole(Fields f, String path, String key, long least, long most, long fallback) {
    return said(f, path, key, f.whole(key, least, most).orElse(fallback));
  }

  private <T> T said(Fields f, String path, String key, T value) {
    if (!f.has(key)) {
      String shown = value instanceof Double d ? plain(d) : String.valueOf(value);
      defaults.add(path + key + " = " + shown);
    }
    return value;
  }

  private static String plain(double d) {
    return new java.math.BigDecimal(Double.toString(d)).stripTrailingZeros().toPlainString();
  }
}
