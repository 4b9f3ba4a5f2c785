package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Estimate;
import dev.tuneplan.estimate.Memory;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.estimate.Setup;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelShape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "estimate",
    description = "Explain memory and speed of one configuration, term by term.",
    mixinStandardHelpOptions = true)
final class EstimateCommand implements Callable<Integer> {
  private static final Place LINE = Place.of("command line");

  @Option(names = "--model", required = true, description = "catalogue id, config.json or folder")
  private String model = "";

  @Option(names = "--method", defaultValue = "qlora", description = "full, lora or qlora")
  private String method = "qlora";

  @Option(names = "--rank", defaultValue = "16", description = "LoRA rank (default: 16)")
  private int rank;

  @Option(names = "--targets", defaultValue = "all-linear", description = "LoRA target modules")
  private String targets = "all-linear";

  @Option(names = "--quantization", description = "none, nf4, nf4-dq, gptq4, int8")
  private @Nullable String quantization;

  @Option(names = "--gpu", required = true, description = "GPU id; see 'tuneplan gpus'")
  private String gpu = "";

  @Option(names = "--gpus", defaultValue = "1", description = "number of GPUs (default: 1)")
  private int gpus;

  @Option(names = "--seq", defaultValue = "2048", description = "sequence length (default: 2048)")
  private int seq;

  @Option(names = "--micro-batch", defaultValue = "1", description = "sequences a micro-step")
  private int microBatch;

  @Option(names = "--accumulation", defaultValue = "1", description = "micro-steps a step")
  private int accumulation;

  @Option(names = "--checkpointing", defaultValue = "on", description = "on, off, selective, offload")
  private String checkpointing = "on";

  @Option(names = "--optimizer", defaultValue = "adamw_torch", description = "as in Transformers")
  private String optimizer = "adamw_torch";

  @Option(names = "--parallelism", defaultValue = "fsdp", description = "ddp, zero1, zero2, zero3, fsdp")
  private String parallelism = "fsdp";

  @Option(names = "--stack", defaultValue = "transformers", description = "stack profile")
  private String stack = "transformers";

  @Option(
      names = {"-o", "--output"},
      defaultValue = "table",
      description = "${COMPLETION-CANDIDATES} (default: table)")
  private Output output = Output.table;

  @Spec private @Nullable CommandSpec command;

  @Override
  public Integer call() {
    Home home = Home.standard();
    ModelShape shape = home.models().find(model, LINE);
    Setup setup = setup(home, shape);
    Estimate e = Estimate.of(setup);
    Main.print(command, output.render(markdown -> text(e, markdown), () -> tree(e)));
    return e.memory().fit() == Memory.Fit.IMPOSSIBLE
        ? ExitCode.DOES_NOT_FIT.code
        : ExitCode.OK.code;
  }

  private Setup setup(Home home, ModelShape shape) {
    Method.Type type = one(Method.Type.class, "--method", method);
    for (var limit : Map.of("--rank", rank, "--gpus", gpus, "--seq", seq, "--micro-batch", microBatch).entrySet()) {
      if (limit.getValue() < 1) {
        throw new InvalidInput(LINE, limit.getKey(), "must be at least 1 (was " + limit.getValue() + ")");
      }
    }
    if (rank > shape.hidden() && type != Method.Type.FULL) {
      throw new InvalidInput(
          LINE, "--rank", "must not be above the hidden size " + shape.hidden() + " (was " + rank + ")");
    }
    LoraTargets chosen = LoraTargets.parse(targets);
    if (!chosen.unknownIn(shape).isEmpty()) {
      throw new InvalidInput(
          LINE,
          "--targets",
          "names no module: "
              + String.join(", ", chosen.unknownIn(shape))
              + "; known: "
              + String.join(", ", LoraTargets.modules(shape)));
    }
    String quantised =
        quantization != null ? quantization : type == Method.Type.QLORA ? "nf4-dq" : "none";
    Checkpointing kind =
        switch (checkpointing) {
          case "on", "full" -> Checkpointing.FULL;
          case "off", "none" -> Checkpointing.NONE;
          default -> one(Checkpointing.class, "--checkpointing", checkpointing);
        };
    return new Setup(
        shape,
        new Method(type, rank, chosen, false, 0, List.of(), JobFactory.weights(quantised)),
        home.stacks().find(stack, LINE),
        home.gpus().find(gpu, LINE),
        gpus,
        Math.max(1, gpus / 8),
        gpus == 1 ? Parallelism.DDP : one(Parallelism.class, "--parallelism", parallelism),
        microBatch,
        seq,
        Math.max(1, accumulation),
        kind,
        Optimizer.named(optimizer)
            .orElseThrow(
                () ->
                    new InvalidInput(
                        LINE,
                        "--optimizer",
                        "'" + optimizer + "' is not known; known: " + String.join(", ", Optimizer.keys()))),
        false,
        false);
  }

  private static <E extends Enum<E>> E one(Class<E> type, String option, String text) {
    try {
      return Enum.valueOf(type, text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      List<String> known =
          java.util.Arrays.stream(type.getEnumConstants())
              .map(c -> c.name().toLowerCase(Locale.ROOT))
              .toList();
      throw new InvalidInput(
          LINE, option, "must be one of " + String.join(", ", known) + " (was '" + text + "')");
    }
  }

  private static String text(Estimate e, boolean markdown) {
    Setup s = e.setup();
    StringBuilder out = new StringBuilder();
    out.append(
        Text.of(
            "%s, %s, %d x %s, %d x %d tokens a micro-step, stack %s%n",
            s.model().id(),
            s.method().type().name().toLowerCase(Locale.ROOT),
            s.gpus(),
            s.gpu().name(),
            s.microBatch(),
            s.sequence(),
            s.stack().id()));
    out.append(
        Text.of(
            "%,d parameters, %,d trained (%.3f %%)%n%n",
            s.model().parameters(),
            s.trainable(),
            100.0 * s.trainable() / s.model().parameters()));
    Table memory = new Table("memory at the " + e.memory().phase(), "GiB", "formula", "source");
    e.memory().terms().forEach(t -> memory.row(t.name(), Text.of("%.2f", t.bytes() / Text.GIB), t.formula(), t.source()));
    memory.row("allocated", Text.of("%.2f", e.memory().allocatedBytes() / Text.GIB), "sum", "");
    memory.row("reserved", Text.of("%.2f", e.memory().reservedBytes() / Text.GIB), "allocated x slack of the allocator", "stack profile");
    memory.row("nvidia-smi", Text.of("%.2f", e.memory().deviceBytes() / Text.GIB), "reserved + context", "stack profile");
    out.append(markdown ? memory.markdown() : memory.text());
    out.append(
        Text.of(
            "P10 %s, P90 %s GiB of %.1f usable: %s, P(OOM) %s%n%n",
            Text.gib(e.memory().device().p10()),
            Text.gib(e.memory().device().p90()),
            s.gpu().usableGiB(),
            e.memory().fit().name().toLowerCase(Locale.ROOT),
            Text.percent(e.memory().oomProbability())));
    Table time = new Table("time of a micro-step", "ms", "TFLOP", "GB moved", "kernels", "binds");
    e.speed()
        .classes()
        .forEach(
            c ->
                time.row(
                    c.name(),
                    Text.of("%.1f", c.seconds() * 1e3),
                    Text.of("%.2f", c.flops() / 1e12),
                    Text.of("%.1f", c.bytes() / 1e9),
                    Text.of("%.0f", c.count()),
                    c.binds()));
    out.append(markdown ? time.markdown() : time.text());
    out.append(
        Text.of(
            "%.0f tokens/s/GPU (P10 %.0f, P90 %.0f); mostly bound by %s%n",
            e.speed().tokensPerSecondPerGpu().p50(),
            e.speed().tokensPerSecondPerGpu().p10(),
            e.speed().tokensPerSecondPerGpu().p90(),
            e.speed().binds()));
    return out.toString();
  }

  private static Map<String, Object> tree(Estimate e) {
    Memory m = e.memory();
    Map<String, Object> memory = new LinkedHashMap<>();
    memory.put("allocatedGiB", m.allocatedBytes() / Text.GIB);
    memory.put("reservedGiB", m.reservedBytes() / Text.GIB);
    memory.put("p10GiB", m.device().p10() / Text.GIB);
    memory.put("p50GiB", m.device().p50() / Text.GIB);
    memory.put("p90GiB", m.device().p90() / Text.GIB);
    memory.put("oomProbability", m.oomProbability());
    memory.put("fit", m.fit().name().toLowerCase(Locale.ROOT));
    memory.put("phase", m.phase());
    memory.put(
        "terms",
        m.terms().stream()
            .map(t -> Tree.of("name", t.name(), "GiB", t.bytes() / Text.GIB, "formula", t.formula(), "source", t.source()))
            .toList());
    Map<String, Object> operators = new LinkedHashMap<>();
    operators.put("flops", e.speed().flops());
    operators.put("bytes", e.speed().bytes());
    operators.put("count", e.speed().count());
    Map<String, Object> t = new LinkedHashMap<>();
    t.put("model", Tree.of("id", e.setup().model().id(), "parameters", e.setup().model().parameters()));
    t.put("trainable", Tree.of("parameters", e.setup().trainable()));
    t.put("memory", memory);
    t.put("operators", operators);
    t.put("speed", Text.range(e.speed().tokensPerSecondPerGpu()));
    t.put("binds", e.speed().binds());
    return t;
  }
}
