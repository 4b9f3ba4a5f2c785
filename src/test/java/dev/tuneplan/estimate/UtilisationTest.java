package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How much of a GPU's peak rate goes into the model itself. */
final class UtilisationTest {
  private static final Place HERE = Place.of("test");
  private static final ModelShape LLAMA =
      new ModelCatalogue(List.of(Path.of("model-profiles"))).find("meta-llama/Llama-3.1-8B", HERE);
  private static final GpuProfile H100 =
      new GpuCatalogue(List.of(Path.of("gpu-profiles"))).find("h100-sxm5-80gb", HERE);

  private Method.Type method = Method.Type.FULL;
  private Checkpointing checkpointing = Checkpointing.NONE;

  private Estimate estimate() {
    Method.Weights weights = Method.Weights.BF16;
    return Estimate.of(
        new Setup(
            LLAMA,
            new Method(method, 16, LoraTargets.allLinear(), false, 0, List.of(), weights),
            new StackCatalogue(List.of(Path.of("stack-profiles"))).find("transformers", HERE),
            H100,
            1,
            1,
            Parallelism.DDP,
            4,
            2048,
            1,
            checkpointing,
            Optimizer.ADAMW_TORCH,
            false,
            false));
  }

  private double flopsPerToken() {
    Estimate e = estimate();
    return e.mfu() * H100.flops16() / e.speed().tokensPerSecondPerGpu().p50();
  }

  // 6N and 4N of the linear layers and the head, and attention, at 2,048 tokens: 46.6 and 31.6
  // GFLOP
  @ParameterizedTest
  @CsvSource({"FULL, 46.6", "LORA, 31.6"})
  void whatATokenTakesIsThatOfTheModel(Method.Type type, double gflop) {
    method = type;
    assertThat(flopsPerToken() / 1e9).isCloseTo(gflop, within(0.02 * gflop));
  }

  @ParameterizedTest
  @EnumSource
  void whatIsComputedAgainDoesNotCount(Checkpointing with) {
    double without = flopsPerToken();
    checkpointing = with;
    assertThat(flopsPerToken()).isCloseTo(without, within(1e-9 * without));
  }

  @Test
  void noStepIsFasterThanTheGpu() {
    assertThat(estimate().mfu()).isBetween(0.2, 1.0);
  }
}
