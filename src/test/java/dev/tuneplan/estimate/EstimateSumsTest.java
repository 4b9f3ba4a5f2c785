package dev.tuneplan.estimate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.LoraTargets;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EstimateSumsTest {
  private static final Place HERE = Place.of("test");
  private static final ModelCatalogue MODELS =
      new ModelCatalogue(List.of(Path.of("model-profiles")));
  private static final GpuCatalogue GPUS = new GpuCatalogue(List.of(Path.of("gpu-profiles")));
  private static final StackCatalogue STACKS =
      new StackCatalogue(List.of(Path.of("stack-profiles")));
  private static final List<String> NAMES =
      List.of("meta-llama/Llama-3.2-1B", "Qwen/Qwen2.5-7B", "mistralai/Mixtral-8x7B-v0.1");

  private final Random random = new Random(11);

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private Setup any() {
    Method.Type type = one(List.of(Method.Type.values()));
    boolean full = type == Method.Type.FULL;
    int gpus = one(List.of(1, 2, 8, 16));
    return new Setup(
        MODELS.find(one(NAMES), HERE),
        new Method(
            type,
            one(List.of(4, 16, 64)),
            LoraTargets.allLinear(),
            false,
            0,
            List.of(),
            type == Method.Type.QLORA ? Method.Weights.NF4_DQ : Method.Weights.BF16),
        STACKS.find(one(List.of("transformers", "unsloth", "torchtune", "axolotl")), HERE),
        GPUS.find(one(List.of("a10g", "h100-sxm5-80gb", "t4")), HERE),
        gpus,
        Math.max(1, gpus / 8),
        gpus == 1 ? Parallelism.DDP : one(List.of(Parallelism.values())),
        one(List.of(1, 4)),
        one(List.of(128, 1000, 4096)),
        one(List.of(1, 4)),
        one(List.of(Checkpointing.values())),
        one(List.of(Optimizer.values())),
        full && random.nextBoolean(),
        false);
  }

  @Test
  void termsOfMemoryAddUpToWhatIsAllocated() {
    for (int i = 0; i < 500; i++) {
      Memory m = Estimate.of(any()).memory();
      double sum = m.terms().stream().mapToDouble(MemoryTerm::bytes).sum();
      assertThat(sum).isCloseTo(m.allocatedBytes(), within(1e-6 * sum));
      assertThat(m.terms()).allMatch(t -> t.bytes() > 0);
      assertThat(m.oomProbability()).isBetween(0.0, 1.0);
    }
  }

  @Test
  void secondsOfClassesAddUpToTheStep() {
    for (int i = 0; i < 500; i++) {
      Setup s = any();
      Speed speed = Estimate.of(s).speed();
      double classes = speed.classes().stream().mapToDouble(OperatorClass::seconds).sum();
      double optimizer =
          speed.classes().stream()
              .filter(c -> c.name().equals("optimizer"))
              .mapToDouble(OperatorClass::seconds)
              .sum();
      assertThat(speed.microSeconds() + optimizer).isCloseTo(classes, within(1e-9 * classes));
      assertThat(speed.stepSeconds())
          .isGreaterThanOrEqualTo(s.accumulation() * speed.microSeconds() + optimizer - 1e-12);
    }
  }

  @Test
  void moreTokensNeverNeedLessMemory() {
    for (int i = 0; i < 300; i++) {
      Setup s = any();
      assertThat(Estimate.of(s.withMicroBatch(s.microBatch() + 1)).memory().allocatedBytes())
          .isGreaterThanOrEqualTo(Estimate.of(s).memory().allocatedBytes() * (1 - 1e-9));
    }
  }

  @Test
  void checkpointingNeverNeedsMoreMemoryNorLessTime() {
    for (int i = 0; i < 300; i++) {
      Setup none = any().withCheckpointing(Checkpointing.NONE);
      Setup full = none.withCheckpointing(Checkpointing.FULL);
      assertThat(Estimate.of(full).memory().allocatedBytes())
          .isLessThanOrEqualTo(Estimate.of(none).memory().allocatedBytes() * 1.05);
      assertThat(Estimate.of(full).speed().microSeconds())
          .isGreaterThanOrEqualTo(Estimate.of(none).speed().microSeconds() * (1 - 1e-9));
    }
  }
}
