package dev.tuneplan.spec;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads a run spec; every fault is reported at once. */
public final class SpecReader {
  private static final List<String> OPTIMIZERS =
      List.of(
          "adamw_torch",
          "adamw_torch_fused",
          "adamw_8bit",
          "adamw_bnb_8bit",
          "paged_adamw_8bit",
          "paged_adamw_32bit",
          "adafactor",
          "lion",
          "lion_8bit",
          "sgd",
          "muon");

  /** Names of TRL's packing_strategy, and of what the other trainers do. */
  private static final List<String> PACKING_STRATEGIES =
      List.of("bfd", "bfd_split", "wrapped", "multipack", "knapsack", "sequential");

  private final List<String> defaults = new ArrayList<>();
  private final Problems problems;
  private final LaunchSection launch;

  private SpecReader(Problems problems) {
    this.problems = problems;
    this.launch = new LaunchSection(problems);
  }

  /** Reads a file: a run spec, or a saved plan, which holds one. */
  public static RunSpec read(Path path) {
    return read(open(path));
  }

  /** The tree of a run spec, out of a saved plan if that is what the file is. */
  public static Node open(Path path) {
    Node root = YamlFiles.read(path);
    boolean plan =
        root instanceof Node.Mapping m
            && m.entries().get("kind") instanceof Node.Scalar kind
            && kind.text().equals("Plan");
    if (plan && root instanceof Node.Mapping m) {
      Node inside = m.entries().get("spec");
      if (inside == null) {
        throw new InvalidInput(root.place(), "spec", "is required in a plan");
      }
      return inside;
    }
    return root;
  }

  /** Reads what was already parsed. */
  public static RunSpec read(Node root) {
    Problems problems = new Problems();
    RunSpec spec = read(root, problems);
    problems.throwIfAny();
    return spec;
  }

  /**
   * Reads what was already parsed and notes its faults; a faulty value stands at its default, so
   * that names can still be looked up and their faults join these.
   */
  public static RunSpec read(Node root, Problems problems) {
    return new SpecReader(problems).spec(root);
  }

  private static Fields nothing(Place place) {
    return Fields.of(new Node.Mapping(place, Map.of(), Map.of()), new Problems());
  }

  private <T> T or(Optional<T> given, String key, T fallback) {
    if (given.isEmpty()) {
      defaults.add(key + " = " + fallback);
    }
    return given.orElse(fallback);
  }

  private int whole(Fields f, String path, String key, int least, int most, int fallback) {
    boolean given = f.has(key);
    long value = f.whole(key, least, most).orElse(fallback);
    if (!given) {
      defaults.add(path + key + " = " + fallback);
    }
    return (int) value;
  }

  private RunSpec spec(Node root) {
    Fields f = Fields.of(root, problems);
    if (f.requiredText("apiVersion") instanceof String v
        && !v.isEmpty()
        && !v.equals("tuneplan/v1")) {
      f.fault("apiVersion", "must be tuneplan/v1 (was '" + v + "')");
    }
    if (!f.has("kind")) {
      problems.add(f.place(), "kind", "is required");
    }
    f.word("kind", List.of("FineTune"));
    String name =
        f.child("metadata")
            .map(m -> {
              String n = m.text("name").orElse("run");
              m.text("project").ifPresent(launch::project);
              m.refuseOthers();
              return n;
            })
            .orElse("run");
    String model = f.requiredText("model");
    RunSpec.MethodSpec method = method(child(f, "method"));
    Fields training = child(f, "training");
    RunSpec.TrainingSpec settings = training(training);
    RunSpec.DataSpec data = new DataSection(problems).read(f, settings.sequenceLength());
    String trainer = or(f.text("trainer"), "trainer", "trl");
    RunSpec.HardwareSpec hardware = hardware(child(f, "hardware"));
    Fields prices = child(f, "prices");
    RunSpec.PriceSpec where =
        new RunSpec.PriceSpec(prices.texts("providers"), prices.texts("regions"));
    prices.refuseOthers();
    Fields budget = child(f, "budget");
    RunSpec.BudgetSpec limits =
        new RunSpec.BudgetSpec(budget.number("usd", 0.01, 1e9), budget.number("hours", 0.01, 1e6));
    budget.refuseOthers();
    int experiments = whole(f, "", "experiments", 1, 10_000, 1);
    Optional<TrafficSpec> traffic = f.child("traffic").map(TrafficSection::read);
    LaunchSpec launched = launch.read(f, method);
    Fields m = child(f, "method");
    f.refuseOthers();
    return new RunSpec(
        name,
        model,
        method,
        data,
        settings,
        trainer,
        hardware,
        where,
        limits,
        experiments,
        List.copyOf(defaults),
        new RunSpec.Places(
            f.valuePlace("model"),
            f.valuePlace("data"),
            f.valuePlace("trainer"),
            child(f, "hardware").valuePlace("gpus"),
            m.valuePlace("rank"),
            training.valuePlace("sequenceLength"),
            m.valuePlace("targets")),
        launched,
        traffic);
  }

  private Fields child(Fields f, String key) {
    return f.child(key).orElseGet(() -> nothing(f.place()));
  }

  private RunSpec.MethodSpec method(Fields f) {
    String type = or(f.word("type", List.of("full", "lora", "qlora")), "method.type", "qlora");
    boolean full = type.equals("full");
    if (full) {
      for (String key : List.of("rank", "alpha", "targets", "dora", "rslora", "modulesToSave")) {
        if (f.has(key)) {
          f.fault(key, "is for lora and qlora; method.type is full: remove one of them");
        }
      }
    }
    int rank = full ? 1 : whole(f, "method.", "rank", 1, 65_536, 16);
    launch.adapter(f, rank);
    double dropout = f.number("dropout", 0, 0.99).orElse(0);
    List<String> targets = f.texts("targets");
    if (targets.isEmpty() && !full) {
      defaults.add("method.targets = all-linear");
    }
    String quantization =
        f.word("quantization", List.of("none", "nf4", "nf4-dq", "gptq4", "int8"))
            .orElse(type.equals("qlora") ? "nf4-dq" : "none");
    if (type.equals("qlora") && quantization.equals("none")) {
      f.fault("quantization", "must not be none with qlora; use method.type: lora");
    }
    if (full && !quantization.equals("none")) {
      f.fault("quantization", "must be none with full: quantised weights cannot be trained");
    }
    RunSpec.MethodSpec spec =
        new RunSpec.MethodSpec(
            type,
            rank,
            dropout,
            targets.isEmpty() ? "all-linear" : String.join(",", targets),
            f.flag("dora").orElse(false),
            f.texts("modulesToSave"),
            quantization);
    f.refuseOthers();
    return spec;
  }

  private RunSpec.TrainingSpec training(Fields f) {
    boolean epochsGiven = f.has("epochs");
    double epochs = f.number("epochs", 0.001, 10_000).orElse(3);
    if (!epochsGiven) {
      defaults.add("training.epochs = 3");
    }
    int sequence = whole(f, "training.", "sequenceLength", 1, 10_000_000, 2048);
    boolean packing = or(f.flag("packing"), "training.packing", true);
    Optional<String> strategy = f.word("packingStrategy", PACKING_STRATEGIES);
    if (strategy.isPresent() && !packing) {
      f.fault("packingStrategy", "is for packing: true; remove one of them");
    }
    int global = whole(f, "training.", "globalBatch", 1, 1_000_000, 32);
    OptionalInt micro =
        f.has("microBatch")
            ? OptionalInt.of((int) f.whole("microBatch", 1, 100_000).orElse(1))
            : OptionalInt.empty();
    if (micro.isPresent() && micro.getAsInt() > global) {
      f.fault("microBatch", "must not be above globalBatch " + global);
    }
    RunSpec.TrainingSpec spec =
        new RunSpec.TrainingSpec(
            epochs,
            sequence,
            packing,
            strategy,
            global,
            micro,
            f.word("checkpointing", List.of("none", "selective", "full", "offload")),
            or(f.word("optimizer", OPTIMIZERS), "training.optimizer", "adamw_torch"),
            f.word("parallelism", List.of("ddp", "zero1", "zero2", "zero3", "fsdp")),
            f.word("precision", List.of("bf16", "fp16", "fp8")).orElse("bf16"),
            f.flag("offloadOptimizer").orElse(false),
            f.flag("offloadParameters").orElse(false),
            new RunSpec.Stated(
                f.word("attention", List.of("sdpa", "eager", "flash")),
                f.flag("fusedLoss"),
                f.word("weights", List.of("bf16", "fp32"))));
    launch.tuning(f);
    f.refuseOthers();
    return spec;
  }

  private RunSpec.HardwareSpec hardware(Fields f) {
    List<String> gpus = f.texts("gpus");
    if (f.has("gpus") && gpus.isEmpty()) {
      f.fault("gpus", "must name at least one GPU");
    }
    int max = whole(f, "hardware.", "maxGpus", 1, 4096, 8);
    int min = (int) f.whole("minGpus", 1, 4096).orElse(1);
    if (min > max) {
      f.fault("minGpus", "must not be above maxGpus " + max);
    }
    RunSpec.HardwareSpec spec =
        new RunSpec.HardwareSpec(
            gpus,
            min,
            max,
            (int) f.whole("maxNodes", 1, 512).orElse(1),
            or(f.word("spot", List.of("allow", "only", "never")), "hardware.spot", "never"));
    f.refuseOthers();
    return spec;
  }
}
