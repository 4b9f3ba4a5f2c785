package dev.tuneplan.accuracy;

import dev.tuneplan.estimate.Checkpointing;
import dev.tuneplan.estimate.Method;
import dev.tuneplan.estimate.Optimizer;
import dev.tuneplan.estimate.Parallelism;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackProfile;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a row's words mean for a setup. */
final class Wording {
  /** Groups that split a sequence or its activations: tensor and context parallelism. */
  private static final Pattern SEQUENCE_GROUP = Pattern.compile("(?:tp|cp)([0-9]+)");

  private static final Pattern MODEL_GROUP = Pattern.compile("(tp|pp)([2-9]|[1-9][0-9])");

  /** When Transformers began to take SDPA by itself (4.36). */
  private static final String SDPA = "2024";

  /** When Transformers began to cast all logits for the loss (4.46). */
  private static final String WIDE_LOSS = "2024-10-24";

  /** When runs without it had ceased to be published, half a year later. */
  private static final String WIDE_LOSS_USED = "2025-04-24";

  /**
   * Families that took their loss in their own precision before (their modelling code in
   * Transformers 4.45.2).
   */
  private static final Set<String> NARROW_LOSS =
      Set.of("gpt_bigcode", "gpt2", "gpt_neox", "opt", "bloom", "falcon", "mpt", "stablelm");

  /** 16-bit logits, their shifted copy, their softmax and its gradient. */
  private static final double NARROW_BYTES = 8;

  private final UnaryOperator<String> f;

  Wording(UnaryOperator<String> field) {
    this.f = column -> field.apply(column).toLowerCase(Locale.ROOT);
  }

  int gpus() {
    return Placing.whole(f, "num_gpus").orElse(1);
  }

  int nodes() {
    int stated = Placing.whole(f, "num_nodes").orElse(Math.max(1, gpus() / 8));
    return Math.min(gpus(), Math.max(1, stated));
  }

  Parallelism parallelism() {
    String text = f.apply("parallelism");
    if (gpus() == 1 || text.contains("ddp")) {
      return Parallelism.DDP;
    }
    if (MODEL_GROUP.matcher(text).find() && !text.contains("fsdp")) {
      // tensor and pipeline parallel groups hold their own weights and gather none
      return Parallelism.ZERO1;
    }
    return text.contains("zero2") || text.contains("zero-2") ? Parallelism.ZERO2 : Parallelism.FSDP;
  }

  /** GPUs that share the tokens of a sequence, or the activations of all of them. */
  int sequenceShards() {
    int shards = 1;
    Matcher m = SEQUENCE_GROUP.matcher(f.apply("parallelism"));
    while (m.find()) {
      shards *= Math.max(1, Integer.parseInt(m.group(1)));
    }
    return shards;
  }

  /** Whether states and weights live on the host. */
  boolean offloadsStates() {
    return f.apply("cpu_offload").startsWith("y") && !offloadsInputs();
  }

  /** On one GPU only DeepSpeed has an optimizer on the host; others offload layers' inputs. */
  private boolean offloadsInputs() {
    boolean alone = gpus() == 1 && !f.apply("stack").contains("deepspeed");
    return f.apply("cpu_offload").startsWith("y") && alone;
  }

  /** What is recomputed; a recipe that recomputes nothing does so where memory is short. */
  List<Checkpointing> checkpointing(StackProfile stack, Placing.Use use) {
    String text = f.apply("activation_checkpointing");
    Optional<Checkpointing> own =
        stack.checkpointing().map(c -> Checkpointing.valueOf(c.toUpperCase(Locale.ROOT)));
    if (text.contains("selective")) {
      return List.of(Checkpointing.SELECTIVE);
    }
    if (text.contains("offload")) {
      return List.of(Checkpointing.OFFLOAD);
    }
    if (text.startsWith("y") || text.contains("full")) {
      if (own.equals(Optional.of(Checkpointing.SELECTIVE)) && !text.contains("full")) {
        return List.of(Checkpointing.SELECTIVE, Checkpointing.FULL);
      }
      boolean away = own.equals(Optional.of(Checkpointing.OFFLOAD)) || offloadsInputs();
      return List.of(away ? Checkpointing.OFFLOAD : Checkpointing.FULL);
    }
    if (text.startsWith("n")) {
      return List.of(Checkpointing.NONE);
    }
    return own.filter(o -> o != Checkpointing.NONE || use == Placing.Use.SPEED)
        .map(List::of)
        .orElse(List.of(Checkpointing.FULL, Checkpointing.FULL, Checkpointing.NONE));
  }

  /** The stack as the row may have run it. */
  List<StackProfile> variants(StackProfile stack, ModelShape model) {
    boolean flash = f.apply("attention").startsWith("flash");
    StackProfile own = flash ? stack.withAttention(StackProfile.Attention.FLASH) : stack;
    StackProfile precise = synchronised(precise(own));
    boolean old = before(SDPA);
    boolean stated = !f.apply("attention").isEmpty() && !f.apply("attention").equals("unknown");
    List<StackProfile> kernels =
        old && !stated && !stack.ownModels()
            ? List.of(precise, precise.withAttention(StackProfile.Attention.EAGER))
            : List.of(precise);
    return kernels.stream()
        .flatMap(k -> upcasts(k).stream())
        .flatMap(k -> losses(k, model).stream())
        .toList();
  }

  /** Runs are published months after the libraries that they ran on: either is as likely then. */
  private List<StackProfile> losses(StackProfile stack, ModelShape model) {
    boolean plain = stack.logitBytes() == 12 && !stack.ownModels();
    if (!plain || !NARROW_LOSS.contains(model.modelType()) || !before(WIDE_LOSS_USED)) {
      return List.of(stack);
    }
    boolean wide = f.apply("method").equals("qlora") && stack.upcastOther();
    StackProfile older = stack.withLogitBytes(wide ? 2 * NARROW_BYTES : NARROW_BYTES);
    return before(WIDE_LOSS) ? List.of(older) : List.of(stack, older);
  }

  private boolean before(String day) {
    String published = f.apply("published");
    return !published.isEmpty() && published.compareTo(day) < 0;
  }

  /** Flash attention over samples of different lengths asks the device for the longest. */
  private StackProfile synchronised(StackProfile stack) {
    boolean flash = f.apply("attention").startsWith("flash");
    boolean varies = f.apply("packed_or_padded").startsWith("padd");
    return flash && varies && !stack.ownModels() ? stack.withLayerSyncs() : stack;
  }

  /** No row says whether the script called prepare_model_for_kbit_training: both are as likely. */
  private List<StackProfile> upcasts(StackProfile stack) {
    boolean packed = f.apply("method").equals("qlora") && !f.apply("quantization").equals("gptq4");
    return packed && stack.upcastOther() ? List.of(stack, stack.withoutUpcast()) : List.of(stack);
  }

  /** A stated precision goes before the stack's own: autocast under FSDP keeps 32-bit shards. */
  private StackProfile precise(StackProfile stack) {
    String dtype = f.apply("dtype");
    if (dtype.contains("no autocast") || dtype.contains("true") || dtype.contains("pure")) {
      return stack.withPrecision(2, 2);
    }
    boolean mixed = dtype.contains("autocast") && !dtype.contains("autocast_adapter");
    boolean full = f.apply("method").equals("full");
    if (mixed && full && f.apply("parallelism").contains("fsdp")) {
      return stack.withPrecision(4, 2);
    }
    if (mixed && !full) {
      return stack.withAutocast();
    }
    StackProfile precise = dtype.contains("fp32 weights") ? stack.withPrecision(4, 2) : stack;
    boolean eight = dtype.contains("fp8") || dtype.contains("float8");
    boolean sixteen = dtype.contains("16") || dtype.contains("32");
    return eight ? precise.withFp8(true) : sixteen ? precise.withFp8(false) : precise;
  }

  Optimizer optimizer() {
    String text = f.apply("optimizer");
    boolean paged = text.contains("paged");
    if (text.contains("8bit") || text.contains("8-bit")) {
      return paged ? Optimizer.PAGED_ADAMW_8BIT : Optimizer.ADAMW_8BIT;
    }
    if (paged) {
      return Optimizer.PAGED_ADAMW_32BIT;
    }
    if (text.contains("fused")) {
      return Optimizer.ADAMW_TORCH_FUSED;
    }
    if (text.contains("adafactor")) {
      return Optimizer.ADAFACTOR;
    }
    return text.contains("sgd") ? Optimizer.SGD : Optimizer.ADAMW_TORCH;
  }

  Method method(ModelShape model, StackProfile stack) {
    String targets = f.apply("lora_targets");
    boolean gate = targets.contains("gate") || targets.contains("mlp");
    boolean attention = targets.contains("q_proj") || targets.contains("query");
    LoraTargets chosen =
        targets.isBlank() || targets.contains("all") || (gate && attention)
            ? LoraTargets.allLinear()
            : LoraTargets.parse(targets).in(model);
    Method.Weights plain = stack.doubleQuantised() ? Method.Weights.NF4_DQ : Method.Weights.NF4;
    Method.Weights weights =
        switch (f.apply("quantization")) {
          case "nf4" -> Method.Weights.NF4;
          case "nf4-dq" -> Method.Weights.NF4_DQ;
          case "gptq4" -> Method.Weights.GPTQ4;
          case "int8" -> Method.Weights.INT8;
          case "nf4?" -> plain;
          default -> f.apply("method").equals("qlora") ? plain : Method.Weights.BF16;
        };
    return new Method(
        Method.Type.valueOf(f.apply("method").toUpperCase(Locale.ROOT)),
        Placing.whole(f, "lora_rank").orElse(16),
        chosen,
        false,
        0,
        List.of(),
        weights);
  }
}
