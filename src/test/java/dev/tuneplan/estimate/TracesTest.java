package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.trace.StepTrace;
import dev.tuneplan.trace.TracedStep;
import dev.tuneplan.tracer.Recorded;
import dev.tuneplan.tracer.Trace;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What estimates take from a trace of the real libraries, and when. */
class TracesTest {
  private static final Place HERE = Place.of("test");
  private static final Trace TRACE = Recorded.trace(false);
  private static final TracedStep STEP = TRACE.step();

  private String stack = "transformers";
  private Method.Weights weights = Method.Weights.NF4_DQ;
  private Checkpointing checkpointing = Checkpointing.FULL;
  private Optimizer optimizer = Optimizer.ADAMW_TORCH;
  private Parallelism parallelism = Parallelism.DDP;
  private LoraTargets targets = LoraTargets.allLinear();
  private int gpus = 1;
  private int microBatch = 1;
  private boolean offload;

  private Setup setup() {
    return new Setup(
        new ModelCatalogue(List.of(Path.of("model-profiles")))
            .find("meta-llama/Llama-3.1-8B", HERE),
        new Method(Method.Type.QLORA, 16, targets, false, 0, List.of(), weights),
        new StackCatalogue(List.of(Path.of("stack-profiles"))).find(stack, HERE),
        new GpuCatalogue(List.of(Path.of("gpu-profiles"))).find("a100-sxm4-80gb", HERE),
        gpus,
        1,
        parallelism,
        microBatch,
        2048,
        1,
        checkpointing,
        optimizer,
        offload,
        false);
  }

  private Estimate estimate() {
    return new Estimator(new Traces(Map.of(TRACE.request(), STEP))).of(setup());
  }

  private Traceable asked() {
    return Traceable.of(StepSetup.of(setup()));
  }

  @Test
  void memoryIsWhatWasTraced() {
    Memory m = estimate().memory();
    assertThat(m.allocatedBytes()).isEqualTo(STEP.peak(), within(1.0));
    assertThat(m.terms().stream().mapToDouble(MemoryTerm::bytes).sum())
        .isEqualTo(STEP.peak(), within(1.0));
    assertThat(m.staticBytes())
        .isEqualTo(
            STEP.alive("weights") + STEP.alive("trained") + STEP.alive("states"), within(1.0));
  }

  @Test
  void workIsWhatWasTraced() {
    Speed s = estimate().speed();
    assertThat(s.flops()).isEqualTo(STEP.flops(), within(1e-9 * STEP.flops()));
    double optimizer =
        s.classes().stream()
            .filter(c -> c.name().equals("optimizer"))
            .mapToDouble(OperatorClass::bytes)
            .sum();
    // in-place results and clipping are not in a trace
    double step = STEP.bytes().getOrDefault(StepTrace.Phase.STEP, 0.0);
    double clipping = 3 * setup().trainable() * setup().trainedBytes();
    assertThat(s.bytes() - optimizer)
        .isEqualTo(STEP.allBytes() - step, within(1e-6 * STEP.allBytes()));
    assertThat(optimizer).isEqualTo(1.5 * step + clipping, within(1e-6 * optimizer));
    assertThat(s.count()).isEqualTo(STEP.allOperators(), within(1e-6 * STEP.allOperators()));
  }

  @Test
  void saysWhatItRestsOn() {
    assertThat(estimate().basis()).isEqualTo("traced with transformers 5.23.0, peft 0.21.2");
  }

  @Test
  void anotherStepRestsOnTheModelOfAStep() {
    microBatch = 2;
    assertThat(estimate().basis()).isEqualTo("tuneplan's own model of a step");
    assertThat(estimate().memory()).isEqualTo(Estimate.of(setup()).memory());
  }

  @Test
  void aStackWithKernelsOfItsOwnIsNotTraced() {
    stack = "unsloth";
    assertThat(asked().different())
        .containsExactly("fused kernels", "attention kernels of its own");
    assertThat(asked().exact()).isEmpty();
    assertThat(asked().request()).isPresent();
  }

  @Test
  void whatTheTracerCannotRunIsRefusedAllAtOnce() {
    weights = Method.Weights.GPTQ4;
    checkpointing = Checkpointing.OFFLOAD;
    optimizer = Optimizer.MUON;
    targets = LoraTargets.parse("attention");
    parallelism = Parallelism.ZERO3;
    gpus = 2;
    offload = true;
    assertThat(asked().refused())
        .containsExactly(
            "quantization gptq4 (nf4 and nf4-dq can be)",
            "checkpointing selective or offload (none and full can be)",
            "targets attention or mlp (names of modules can be)",
            "optimizer muon",
            "an optimizer in host memory",
            "ZeRO (ddp and fsdp can be)");
    assertThat(asked().request()).isEmpty();
  }

  @Test
  void shardedQuantisedWeightsAreRefused() {
    parallelism = Parallelism.FSDP;
    gpus = 2;
    assertThat(asked().refused()).containsExactly("fsdp with quantised weights (ddp can be)");
  }
}
