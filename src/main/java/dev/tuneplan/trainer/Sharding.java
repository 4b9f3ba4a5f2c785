package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How state is spread, as the trainer's file and the files that it names say. */
final class Sharding {
  private final Reading f;
  private final Beside beside;

  private Sharding(Reading f, Beside beside) {
    this.f = f;
    this.beside = beside;
  }

  /** Reads {@code deepspeed}, {@code fsdp} and {@code fsdp_config} of the trainer's file. */
  static void read(Reading f, Beside beside) {
    new Sharding(f, beside).read();
  }

  private void read() {
    boolean deepspeed = f.mentions("deepspeed");
    boolean fsdp = Fsdp.asked(f);
    if (deepspeed && fsdp) {
      String other =
          f.has("fsdp") ? "fsdp" : f.mentions("fsdp_config") ? "fsdp_config" : "fsdp_version";
      f.fault(
          "deepspeed",
          "does not go with " + other + " at " + f.place(other) + "; remove one of them");
      f.note("deepspeed", "DeepSpeed");
      f.note(other, "FSDP");
      return;
    }
    if (deepspeed) {
      Optional<Node> node = f.below("deepspeed");
      if (node.isPresent() && node.get() instanceof Node.Mapping inline) {
        f.note("deepspeed", "a DeepSpeed config");
        DeepSpeed.read(new Reading(inline, KnownKeys.of("deepspeed"), f.out()));
      } else {
        f.text("deepspeed").ifPresent(path -> deepspeed("deepspeed", path));
      }
    } else if (fsdp) {
      Optional<Node> node = f.below("fsdp_config");
      if (node.isPresent() && node.get() instanceof Node.Scalar path) {
        named(path.text());
      } else {
        Fsdp.read(f);
      }
    }
  }

  private void named(String path) {
    switch (beside.find(path, f.place("fsdp_config"))) {
      case Beside.Here here -> {
        f.note("fsdp_config", "read: " + here.path());
        Node.Mapping whole = Sections.under("fsdp_config", beside.read(here));
        Reading inner = new Reading(whole, f.known(), f.out());
        Fsdp.read(inner);
        inner.close();
      }
      case Beside.Missing missing -> {
        f.warn("fsdp_config", "is not there: " + String.join(", ", missing.tried()));
        f.use("fsdp_config", Spread.SPEC, "fsdp");
      }
    }
  }

  /** A DeepSpeed JSON that a value names; read when it is there, else its name says the stage. */
  void deepspeed(String key, String path) {
    switch (beside.find(path, f.place(key))) {
      case Beside.Here here -> {
        f.note(key, "read: " + here.path());
        f.out().file(here.path() + " (" + KnownKeys.of("deepspeed").version() + ")");
        DeepSpeed.read(new Reading(beside.read(here), KnownKeys.of("deepspeed"), f.out()));
      }
      case Beside.Missing missing -> guess(key, path, missing);
    }
  }

  /** The same for a key of another file. */
  static void deepspeed(Reading f, Beside beside, String key, String path) {
    new Sharding(f, beside).deepspeed(key, path);
  }

  private void guess(String key, String path, Beside.Missing missing) {
    String tried = " is not there (looked for " + String.join(", ", missing.tried()) + ")";
    String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    for (String stage : List.of("1", "2", "3")) {
      if (name.contains("zero" + stage) || name.contains("z" + stage)) {
        f.use(key, Spread.SPEC, "zero" + stage);
        boolean away = name.contains("offload");
        boolean weights = away && stage.equals("3");
        if (away && !name.contains("offload_params")) {
          f.out().set("training.offloadOptimizer", f.place(key), "true");
        }
        if (weights) {
          f.out().set("training.offloadParameters", f.place(key), "true");
        }
        f.warn(
            key,
            path
                + tried
                + "; by its name it is taken for stage "
                + stage
                + (away ? " with offloading" : " without offloading")
                + ": name the file with --from to be sure");
        return;
      }
    }
    f.warn(key, path + tried + " and its name tells no stage; name the file with --from");
    f.note(key, "not found");
  }
}
