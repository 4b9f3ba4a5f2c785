package dev.tuneplan.trainer;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How FSDP's keys say that state is spread. Sources: transformers 5.24.0 training_args.py
 * (_process_fsdp_args), accelerate 1.15.0 utils/dataclasses.py FullyShardedDataParallelPlugin,
 * axolotl 0.19.0 utils/schemas/fsdp.py (read 2026-11-25).
 */
final class Fsdp {
  private final Reading f;
  private final String section;

  private Fsdp(Reading f, String section) {
    this.f = f;
    this.section = section;
  }

  /** Whether a file asks for FSDP. */
  static boolean asked(Reading f) {
    boolean off = f.texts("fsdp").equals(List.of("false"));
    return f.has("fsdp") && !off || f.mentions("fsdp_config") || f.has("fsdp_version");
  }

  /** Reads {@code fsdp_config}, whose keys may begin with {@code fsdp_}, and {@code fsdp}. */
  static void read(Reading f) {
    new Fsdp(f, "fsdp_config.").read();
  }

  private String key(String name) {
    String old = section + "fsdp_" + name;
    return f.has(old) ? old : section + name;
  }

  private void read() {
    f.out().byFsdp();
    String scheme =
        words().stream().map(this::scheme).flatMap(Optional::stream).findFirst().orElse("fsdp");
    if (f.has("fsdp")) {
      Spread.scheme(f, "fsdp", scheme);
    } else {
      // the section as a whole asks for it; its keys are accounted for one by one
      f.out().set(Spread.SPEC, f.place("fsdp_config"), scheme);
      f.out().used("fsdp_config", f.place("fsdp_config"), Spread.SPEC + " = " + scheme);
    }
    String strategy = key("sharding_strategy");
    f.text(strategy)
        .ifPresent(s ->
            scheme(s)
                .ifPresentOrElse(
                    found -> Spread.scheme(f, strategy, found),
                    () -> f.fault(strategy, "is no sharding strategy of FSDP (was '" + s + "')")));
    reshard();
    String offload = key("offload_params");
    String cpu = section + "cpu_offload";
    if (f.has("fsdp") && words().contains("offload")) {
      offload("fsdp");
    }
    for (String one : List.of(offload, cpu)) {
      if (f.has(one)) {
        if (f.on(one)) {
          offload(one);
        }
        f.note(one, "nothing is offloaded");
      }
    }
    String again = key("activation_checkpointing");
    if (f.on(again)) {
      f.use(again, "training.checkpointing", "full");
    }
    String version = f.has("fsdp_version") ? "fsdp_version" : key("version");
    if (f.has(version)) {
      f.whole(version, 1, 2);
      f.note(version, "FSDP, of either version");
    }
  }

  /** {@code fsdp: full_shard auto_wrap}, a list of the same, or true. */
  private List<String> words() {
    return f.texts("fsdp").stream()
        .flatMap(t -> List.of(t.toLowerCase(Locale.ROOT).split("[\\s,]+")).stream())
        .toList();
  }

  private void offload(String key) {
    f.out().set("training.offloadParameters", f.place(key), "true");
    f.out().set("training.offloadOptimizer", f.place(key), "true");
    f.note(key, "training.offloadParameters = true, training.offloadOptimizer = true");
  }

  /** FSDP2 has a flag, FSDP1 once had the strategy's name under this key. */
  private void reshard() {
    String key = key("reshard_after_forward");
    Optional<String> text = f.text(key);
    if (text.isEmpty()) {
      return;
    }
    Optional<String> named = scheme(text.get());
    if (named.isPresent()) {
      Spread.scheme(f, key, named.get());
    } else {
      f.flag(key).ifPresent(again -> Spread.scheme(f, key, again ? "fsdp" : "zero2"));
    }
  }

  private Optional<String> scheme(String word) {
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "full_shard", "1", "true" -> Optional.of("fsdp");
      case "shard_grad_op", "2" -> Optional.of("zero2");
      case "no_shard", "3" -> Optional.of("ddp");
      case "hybrid_shard", "4", "hybrid_shard_zero2", "_hybrid_shard_zero2", "5" -> {
        f.out()
            .warn(
                f.place()
                    + " hybrid sharding is counted as full sharding over all GPUs: more memory"
                    + " and less traffic between machines than that in reality");
        yield Optional.of(word.endsWith("zero2") ? "zero2" : "fsdp");
      }
      default -> Optional.empty();
    };
  }
}
