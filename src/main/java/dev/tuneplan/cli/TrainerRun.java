package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.TrainerConfig;
import dev.tuneplan.trainer.TrainerData;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A trainer's files as a run spec: what they leave to the launch (GPUs, and with them the batch of
 * all GPUs) and to the data (steps in place of epochs) is worked out.
 *
 * @param config what the files say
 * @param spec the run spec's values, options over them
 * @param notes what was worked out, in words
 */
record TrainerRun(TrainerConfig config, Leaves spec, List<String> notes) {
  private static final String GLOBAL = "training.globalBatch";
  private static final String MICRO = "training.microBatch";
  private static final String EPOCHS = "training.epochs";
  private static final String LEAST = "hardware.minGpus";
  private static final String MOST = "hardware.maxGpus";

  TrainerRun {
    notes = List.copyOf(notes);
  }

  /** For a plan: the number of GPUs is the files', the options', or left to the planner. */
  static TrainerRun plan(TrainerConfig config, RunOptions run, HardwareOptions hardware) {
    String file = config.place().file();
    String name = file.substring(file.lastIndexOf('/') + 1).replaceFirst("\\.[A-Za-z]+$", "");
    Leaves l = config.over(RunOptions.withoutFile().with("metadata.name", config.place(), name));
    if (hardware.countsGpus()) {
      l = l.without(LEAST).without(MOST);
    }
    l = hardware.over(run.over(l));
    return new TrainerRun(config, l, List.of()).completed().withData();
  }

  /** For one configuration, whose number of GPUs is known. */
  static TrainerRun estimate(TrainerConfig config, Leaves given) {
    requireModel(config, given);
    List<String> said = new ArrayList<>();
    long global = whole(given, GLOBAL, 1);
    long micro = whole(given, MICRO, 1);
    long gpus = whole(given, MOST, 1);
    said.add(batch(global, micro, Math.max(1, global / (micro * gpus)), gpus));
    TrainerRun run = new TrainerRun(config, given, said).steps();
    return sized(run.spec) ? run : run.withTokens();
  }

  private static String batch(long global, long micro, long steps, long gpus) {
    return Text.of(
        "%s = %d: micro-batch %d x accumulation %d x %d GPU%s",
        GLOBAL, global, micro, steps, gpus, gpus == 1 ? "" : "s");
  }

  /** One configuration is explained without the size of its data too. */
  private TrainerRun withTokens() {
    List<String> said = new ArrayList<>(notes);
    said.add("data.tokens = 1000000: as no size is given; " + missing());
    return new TrainerRun(config, OneSetup.sized(spec), said);
  }

  /** Whether options or files say how large the data is. */
  static boolean sized(Leaves l) {
    return l.values().keySet().stream()
        .anyMatch(k ->
            k.equals("data.train")
                || k.equals("data.tokens")
                || k.equals("data.examples")
                || k.equals("data.tokensPerExample")
                || k.startsWith("data.histogram"));
  }

  private TrainerRun completed() {
    Leaves l = spec;
    List<String> said = new ArrayList<>(notes);
    if (!l.values().containsKey(GLOBAL)) {
      long micro = whole(l, MICRO, 1);
      long steps = whole(l, TrainerConfig.ACCUMULATION, 1);
      boolean fixed = whole(l, LEAST, 0) > 0 && whole(l, LEAST, 0) == whole(l, MOST, -1);
      long gpus = fixed ? whole(l, MOST, 1) : 1;
      Node node = l.values().get(MICRO);
      l = l.with(GLOBAL, node == null ? l.place() : node.place(), "" + micro * steps * gpus);
      String more = fixed ? "" : "; --gpus N for as many as the files are run on";
      said.add(batch(micro * steps * gpus, micro, steps, gpus) + more);
    }
    return new TrainerRun(config, l.without(TrainerConfig.ACCUMULATION), said).steps();
  }

  /** Steps in place of epochs. */
  private TrainerRun steps() {
    Node steps = spec.values().get(TrainerConfig.MAX_STEPS);
    Leaves l = spec.without(TrainerConfig.MAX_STEPS);
    boolean epochsGiven =
        l.values().get(EPOCHS) instanceof Node e && e.place().file().startsWith("--");
    if (steps == null || epochsGiven) {
      return new TrainerRun(config, l, notes);
    }
    List<String> said = new ArrayList<>(notes);
    long count = Long.parseLong(String.valueOf(Leaves.plain(steps)));
    long sequences = count * whole(l, GLOBAL, 1);
    long length = whole(l, "training.sequenceLength", 2048);
    double each = Sequences.inEpoch(l);
    if (each > 0) {
      double epochs = Math.max(0.001, sequences / each);
      String text = Text.of("%.4f", epochs).replaceFirst("\\.?0+$", "");
      l = l.with(EPOCHS, steps.place(), text);
      said.add(
          Text.of(
              "%s = %s: %,d steps of %,d sequences, of which an epoch has %,.0f",
              EPOCHS, text, count, whole(l, GLOBAL, 1), each));
    } else {
      l =
          l.with(EPOCHS, steps.place(), "1")
              .with("data.tokens", steps.place(), "" + sequences * length);
      said.add(
          Text.of(
              "data.tokens = %d, %s = 1: %,d steps of %,d sequences of %,d tokens, all full%s",
              sequences * length,
              EPOCHS,
              count,
              whole(l, GLOBAL, 1),
              length,
              packed(l) ? "" : "; unpacked ones are shorter, so this is the most"));
    }
    return new TrainerRun(config, l, said);
  }

  /** A plan needs the size of the data. */
  private TrainerRun withData() {
    Problems problems = new Problems();
    if (!spec.values().containsKey("model")) {
      problems.add(
          config.place(),
          config.trainer().modelKey(),
          "is required in a file of " + config.trainer().title() + "; add it or give --model");
    }
    if (!sized(spec)) {
      problems.add(data(), "data", missing());
    }
    problems.throwIfAny();
    return this;
  }

  private Place data() {
    return config.data().train().isEmpty()
        ? config.place()
        : config.data().train().getFirst().place();
  }

  private String missing() {
    String names =
        config.data().train().stream()
            .map(TrainerData.Dataset::path)
            .distinct()
            .collect(Collectors.joining(", "));
    return (names.isEmpty() ? "no data is named" : names + " is not on this machine")
        + ": say how large it is with --tokens N, or with --examples N and --tokens-per-example N";
  }

  /** The model must be somewhere. */
  static void requireModel(TrainerConfig config, Leaves spec) {
    if (!spec.values().containsKey("model")) {
      throw new InvalidInput(
          config.place(),
          config.trainer().modelKey(),
          "is required in a file of " + config.trainer().title() + "; add it or give --model");
    }
  }

  private static boolean packed(Leaves l) {
    return l.values().get("training.packing") instanceof Node n
        && String.valueOf(Leaves.plain(n)).equals("true");
  }

  private static long whole(Leaves l, String key, long fallback) {
    Node node = l.values().get(key);
    return node != null && Leaves.plain(node) instanceof Long n ? n : fallback;
  }
}
