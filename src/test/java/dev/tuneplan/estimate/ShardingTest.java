package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What sharding and precision change about a step, in bytes that can be counted by hand. */
class ShardingTest {
  private static final Place HERE = Place.of("test");
  private static final ModelShape MISTRAL =
      new ModelCatalogue(List.of(Path.of("model-profiles")))
          .find("mistralai/Mistral-7B-v0.1", HERE);
  private static final double PARAMETERS = MISTRAL.parameters();

  private String stack = "accelerate-fsdp";
  private Method.Type method = Method.Type.FULL;
  private int gpus = 2;
  private int accumulation = 1;
  private int microBatch = 1;
  private Optimizer optimizer = Optimizer.ADAMW_TORCH_FUSED;

  private Setup setup() {
    return new Setup(
        MISTRAL,
        new Method(
            method,
            16,
            LoraTargets.allLinear(),
            false,
            0,
            List.of(),
            method == Method.Type.QLORA ? Method.Weights.NF4 : Method.Weights.BF16),
        new StackCatalogue(List.of(Path.of("stack-profiles"))).find(stack, HERE),
        new GpuCatalogue(List.of(Path.of("gpu-profiles"))).find("a100-sxm4-80gb", HERE),
        gpus,
        1,
        gpus == 1 ? Parallelism.DDP : Parallelism.FSDP,
        microBatch,
        4096,
        accumulation,
        Checkpointing.FULL,
        optimizer,
        false,
        false);
  }

  private double term(String name) {
    return Estimate.of(setup()).memory().terms().stream()
        .filter(t -> t.name().equals(name))
        .mapToDouble(MemoryTerm::bytes)
        .sum();
  }

  @Test
  void accumulationUnderFsdpKeepsWholeGradientsOnEachGpu() {
    stack = "transformers";
    gpus = 8;
    accumulation = 4;
    assertThat(term("gradients")).isCloseTo(2 * PARAMETERS, within(1.0));
    accumulation = 1;
    assertThat(term("gradients")).isLessThan(2 * PARAMETERS / 4);
  }

  @Test
  void shardsOfAnAutocastRunAreIn32BitsAndItsActivationsIn16() {
    gpus = 4;
    microBatch = 16;
    assertThat(term("weights")).isCloseTo(4 * PARAMETERS / 4, within(1.0));
    double inputs = 2.0 * 16 * 4096 * MISTRAL.hidden() * MISTRAL.depth();
    assertThat(term("saved activations")).isBetween(inputs, 1.2 * inputs);
  }

  @Test
  void quantisedShardsAreNotCastUp() {
    method = Method.Type.QLORA;
    assertThat(setup().upcast()).isFalse();
    gpus = 1;
    assertThat(setup().upcast()).isTrue();
  }

  @Test
  void frozenUnitsOfFsdpHoldTheGradientsOfTheirInputs() {
    method = Method.Type.LORA;
    microBatch = 8;
    double inputs = 2.0 * 8 * 4096 * MISTRAL.hidden() * MISTRAL.depth();
    double sharded = Estimate.of(setup()).memory().allocatedBytes();
    stack = "torchtune";
    double without = Estimate.of(setup()).memory().allocatedBytes();
    assertThat(sharded - without).isGreaterThan(0.5 * inputs);
  }

  @Test
  void aStepInTheBackwardPassHoldsTheGradientOfOneLayer() {
    stack = "torchtune";
    gpus = 1;
    optimizer = Optimizer.PAGED_ADAMW_8BIT;
    assertThat(term("gradients")).isLessThan(2 * PARAMETERS / MISTRAL.depth() * 1.01);
    stack = "transformers";
    optimizer = Optimizer.ADAMW_TORCH;
    assertThat(term("gradients")).isCloseTo(2 * PARAMETERS, within(1.0));
  }

  @Test
  void adaptersThatShareUnitsWithFrozenWeightsMakeGradientsForAllOfThem() {
    stack = "litgpt";
    method = Method.Type.LORA;
    accumulation = 4;
    assertThat(term("gradients")).isCloseTo(2 * PARAMETERS, within(1.0));
    accumulation = 1;
    assertThat(term("gradients")).isLessThanOrEqualTo(PARAMETERS + 1);
    gpus = 1;
    assertThat(term("gradients")).isLessThan(0.01 * PARAMETERS);
  }
}
