package dev.tuneplan.trainer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the files that a run of a trainer has: its own, and with it what {@code accelerate config}
 * wrote or a DeepSpeed JSON.
 */
public final class TrainerFiles {
  /** A file with what it is. */
  private record Given(Node root, FileKind kind) {}

  private final Beside beside;
  private final Problems problems;

  TrainerFiles(Beside beside) {
    this(beside, new Problems());
  }

  private TrainerFiles(Beside beside, Problems problems) {
    this.beside = beside;
    this.problems = problems;
  }

  /**
   * A file that was named on the line stands for one of its name that is not where it should be.
   */
  private record Known(Beside disk, Node root) implements Beside {
    private static String last(String path) {
      return path.substring(path.lastIndexOf('/') + 1);
    }

    @Override
    public Found find(String name, Place from) {
      Found found = disk.find(name, from);
      String given = root.place().file();
      return found instanceof Missing && last(name).equals(last(given)) ? new Here(given) : found;
    }

    @Override
    public Node read(Here file) {
      return file.path().equals(root.place().file()) ? root : disk.read(file);
    }
  }

  /**
   * Reads files in any order; one of them must be a trainer's own. Every fault of all of them is
   * thrown at once.
   */
  public static TrainerConfig read(List<Path> files) {
    TrainerFiles reader = new TrainerFiles(new FilesBeside());
    List<Node> roots = new ArrayList<>();
    for (Path file : files) {
      try {
        roots.add(YamlFiles.read(file));
      } catch (InvalidInput e) {
        reader.note(e);
      }
    }
    return reader.read(roots, files.isEmpty());
  }

  /** Whether a tree is a trainer's own file, and no run spec of tuneplan's. */
  public static boolean isTrainers(Node root) {
    return FileKind.of(root) instanceof FileKind.Main;
  }

  private void note(InvalidInput e) {
    e.problems().forEach(p -> problems.add(p.place(), p.subject(), p.rule()));
  }

  TrainerConfig read(List<Node> roots, boolean none) {
    if (none) {
      throw new IllegalArgumentException("at least one file must be named");
    }
    List<Given> given = roots.stream().map(r -> new Given(r, FileKind.of(r))).toList();
    given.forEach(this::refuse);
    Optional<Given> main = only(given, FileKind.Main.class, "a trainer's own file");
    Optional<Given> accelerate = only(given, FileKind.Accelerate.class, "an accelerate config");
    Optional<Given> deepspeed = only(given, FileKind.DeepSpeed.class, "a DeepSpeed config");
    if (main.isEmpty()) {
      accelerate.or(() -> deepspeed).ifPresent(this::lonely);
      problems.throwIfAny();
      throw new IllegalStateException("no file was named and no fault noted");
    }
    Optional<Node> json = deepspeed.map(Given::root);
    return json.map(j -> new TrainerFiles(new Known(beside, j), problems))
        .orElse(this)
        .config(main.get(), accelerate.map(Given::root), json);
  }

  private void refuse(Given g) {
    switch (g.kind()) {
      case FileKind.Own own ->
          problems.add(
              g.root().place(),
              "",
              "is a run spec or a plan of tuneplan's and no trainer's config; name it without"
                  + " --from");
      case FileKind.Other other ->
          problems.add(
              g.root().place(),
              "",
              "is no trainer's config that is known: axolotl has base_model, LLaMA-Factory"
                  + " model_name_or_path and finetuning_type, TRL model_name_or_path, torchtune"
                  + " model._component_; beside one of them, accelerate has distributed_type and"
                  + " DeepSpeed zero_optimization");
      case FileKind.Main main -> {}
      case FileKind.Accelerate accelerate -> {}
      case FileKind.DeepSpeed deepspeed -> {}
    }
  }

  private void lonely(Given g) {
    boolean accelerate = g.kind() instanceof FileKind.Accelerate;
    problems.add(
        g.root().place(),
        "",
        (accelerate ? "is an accelerate config" : "is a DeepSpeed config")
            + ", which says how a run is spread and not what is trained; name the trainer's own"
            + " file with another --from");
  }

  private Optional<Given> only(List<Given> all, Class<? extends FileKind> kind, String what) {
    List<Given> hits = all.stream().filter(g -> kind.isInstance(g.kind())).toList();
    for (Given more : hits.stream().skip(1).toList()) {
      problems.add(
          more.root().place(),
          "",
          "is " + what + " as " + hits.getFirst().root().place().file() + " is; name one of them");
    }
    return hits.stream().findFirst();
  }

  private TrainerConfig config(Given main, Optional<Node> accelerate, Optional<Node> deepspeed) {
    Trainer trainer = ((FileKind.Main) main.kind()).trainer();
    Outcome out = new Outcome(main.root().place());
    problems.found().forEach(p -> out.problems().add(p.place(), p.subject(), p.rule()));
    KnownKeys known = KnownKeys.of(trainer.id());
    out.file(main.root().place().file() + " (" + known.title() + ")");
    out.set("trainer", main.root().place(), trainer.id());
    Node root =
        trainer == Trainer.TORCHTUNE || trainer == Trainer.LLAMA_FACTORY
            ? Interpolation.of(main.root(), out.problems())
            : main.root();
    Reading f = new Reading(root, known, out);
    TrainerData data;
    try {
      data = main(trainer, f);
      Optional<String> named = accelerate.or(() -> named(f)).flatMap(a -> accelerate(a, out));
      f.close();
      deepspeed(f, deepspeed, named, out);
    } catch (InvalidInput e) {
      // a file that the trainer's file names cannot be read; what was found goes with it
      e.problems().forEach(p -> out.problems().add(p.place(), p.subject(), p.rule()));
      out.problems().throwIfAny();
      throw e;
    }
    out.problems().throwIfAny();
    precision(f, out);
    spread(trainer, out);
    Spread.weights(trainer, out);
    SpecData.of(data, out);
    return new TrainerConfig(trainer, main.root().place(), out.settings(), data, out.report());
  }

  private TrainerData main(Trainer trainer, Reading f) {
    return switch (trainer) {
      case AXOLOTL -> Axolotl.read(f, beside);
      case TRL -> Trl.read(f, beside);
      case LLAMA_FACTORY -> LlamaFactory.read(f, beside);
      case TORCHTUNE -> Torchtune.read(f, beside);
      case TRANSFORMERS -> TrainingArguments.read(f, beside);
    };
  }

  /** TRL's file may name an accelerate config: a path, or one of those that TRL ships. */
  private Optional<Node> named(Reading f) {
    String key = "accelerate_config";
    Optional<String> name = f.text(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> scheme =
        switch (name.get()) {
          case "zero1", "zero2", "zero3" -> name;
          case "fsdp1", "fsdp2" -> Optional.of("fsdp");
          case "multi_gpu", "single_gpu" -> Optional.of("ddp");
          default -> Optional.empty();
        };
    if (scheme.isPresent()) {
      Spread.scheme(f, key, scheme.get());
      if (scheme.get().equals("fsdp")) {
        f.out().byFsdp();
      }
      if (!f.out().has(Launch.MOST)) {
        String gpus = name.get().equals("single_gpu") ? "1" : "8";
        f.out().set(Launch.LEAST, f.place(key), gpus);
        f.out().set(Launch.MOST, f.place(key), gpus);
        f.out()
            .filled(
                "num_processes",
                Launch.MOST + " = " + gpus,
                "trl 1.16.0 accelerate_configs/" + name.get() + ".yaml");
      }
      return Optional.empty();
    }
    return switch (beside.find(name.get(), f.place(key))) {
      case Beside.Here here -> {
        f.note(key, "read: " + here.path());
        yield Optional.of(beside.read(here));
      }
      case Beside.Missing missing -> {
        f.note(key, "not found");
        f.warn(key, "is not there (looked for " + String.join(", ", missing.tried()) + ")");
        yield Optional.empty();
      }
    };
  }

  private Optional<String> accelerate(Node root, Outcome out) {
    KnownKeys known = KnownKeys.of("accelerate");
    out.file(root.place().file() + " (" + known.version() + ")");
    Reading a = new Reading(root, known, out);
    Optional<String> file = Accelerate.read(a);
    file.ifPresent(
        path -> Sharding.deepspeed(a, beside, "deepspeed_config.deepspeed_config_file", path));
    a.close();
    return file;
  }

  private void deepspeed(Reading f, Optional<Node> given, Optional<String> named, Outcome out) {
    if (given.isEmpty()) {
      return;
    }
    KnownKeys known = KnownKeys.of("deepspeed");
    String title = given.get().place().file() + " (" + known.version() + ")";
    if (out.report().files().contains(title)) {
      return;
    }
    out.file(title);
    if (out.fsdp()) {
      out.problems()
          .add(
              given.get().place(),
              "",
              "is a DeepSpeed config, while "
                  + Spread.place(out)
                  + " asks for FSDP; they do not go together, remove one");
      return;
    }
    if (named.isPresent()) {
      out.warn(given.get().place(), "", "goes before " + named.get());
    }
    DeepSpeed.read(new Reading(given.get(), known, out));
  }

  private static void precision(Reading f, Outcome out) {
    if (!out.has(Precision.SPEC)) {
      out.warn(
          f.place(),
          "",
          "asks for neither bf16 nor fp16: training in 32 bits is not modelled, and counted as"
              + " bf16");
    }
  }

  /** Plain Transformers under FSDP has a stack profile of its own: 32-bit shards, and its units. */
  private static void spread(Trainer trainer, Outcome out) {
    boolean plain = trainer == Trainer.TRL || trainer == Trainer.TRANSFORMERS;
    boolean own = out.value("trainer").equals(trainer.id());
    if (plain && own && out.fsdp()) {
      out.set("trainer", Spread.place(out), "accelerate-fsdp");
    }
  }
}
