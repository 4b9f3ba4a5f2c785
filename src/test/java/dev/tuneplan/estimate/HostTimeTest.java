package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.stack.StackCatalogue;
import dev.tuneplan.stack.StackProfile;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What launching costs: hidden behind the device, or not. */
final class HostTimeTest {
  private static final Place HERE = Place.of("test");
  private static final ModelShape MISTRAL =
      new ModelCatalogue(List.of(Path.of("model-profiles")))
          .find("mistralai/Mistral-7B-v0.1", HERE);

  private StackProfile stack =
      new StackCatalogue(List.of(Path.of("stack-profiles"))).find("accelerate-fsdp", HERE);
  private Method.Type method = Method.Type.FULL;
  private int gpus = 1;
  private int sequence = 4096;

  private Speed speed() {
    Method.Weights weights = Method.Weights.BF16;
    return Estimate.of(
            new Setup(
                MISTRAL,
                new Method(method, 16, LoraTargets.allLinear(), false, 0, List.of(), weights),
                stack,
                new GpuCatalogue(List.of(Path.of("gpu-profiles"))).find("a100-sxm4-80gb", HERE),
                gpus,
                1,
                gpus == 1 ? Parallelism.DDP : Parallelism.FSDP,
                4,
                sequence,
                1,
                Checkpointing.FULL,
                Optimizer.ADAMW_TORCH,
                false,
                false))
        .speed();
  }

  private double seconds(String name) {
    return speed().classes().stream()
        .filter(c -> c.name().equals(name))
        .mapToDouble(OperatorClass::seconds)
        .sum();
  }

  private double host() {
    double kernels =
        speed().classes().stream()
            .filter(c -> !c.name().equals("optimizer") && !c.name().equals("collectives"))
            .mapToDouble(OperatorClass::count)
            .sum();
    return kernels * stack.operatorShare() * stack.costs().hostMicroseconds() * 1e-6;
  }

  @Test
  void longStepsHideLaunching() {
    assertThat(seconds("waiting for the host")).isLessThan(0.01 * speed().microSeconds());
  }

  @Test
  void shortStepsTakeAtLeastAsLongAsLaunching() {
    sequence = 16;
    assertThat(speed().microSeconds()).isGreaterThanOrEqualTo(host());
  }

  @Test
  void nothingIsHiddenWhereTheHostWaitsInEveryLayer() {
    stack = stack.withLayerSyncs();
    assertThat(seconds("waiting for the host")).isCloseTo(host(), within(1e-9));
  }

  @Test
  void unitsOfShardingCostTheHostTimeAndAdaptersAreUnitsOfTheirOwn() {
    stack = stack.withLayerSyncs();
    gpus = 2;
    double unit = stack.costs().unitMilliseconds() * 1e-3;
    double full = seconds("waiting for the host") - host();
    assertThat(full).isCloseTo((MISTRAL.depth() + 1) * unit, within(1e-9));
    method = Method.Type.LORA;
    double lora = seconds("waiting for the host") - host();
    assertThat(lora).isCloseTo((MISTRAL.depth() * (1 + 2 * 7) + 1) * unit, within(1e-9));
  }
}
