package dev.tuneplan.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.model.ModelShape;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgreementTest {
  private static ModelShape shape(String name) {
    return new ModelCatalogue(List.of(Path.of("model-profiles"))).find(name, Place.of("test"));
  }

  private static Map<String, String> aFullStep() {
    Map<String, String> row = new HashMap<>();
    row.put("id", "one");
    row.put("split", "build");
    row.put("model", "HuggingFaceTB/SmolLM2-135M");
    row.put("method", "full");
    row.put("modules_to_save", "");
    row.put("weight_bytes", "2");
    row.put("checkpointing", "full");
    row.put("loss", "plain");
    row.put("optimizer", "adamw_torch");
    row.put("accumulation", "1");
    row.put("attention", "sdpa");
    row.put("micro_batch", "1");
    row.put("sequence", "512");
    row.put("parallelism", "none");
    row.put("peak_bytes", "1e9");
    row.put("flops", "1e12");
    row.put("bytes", "1e10");
    row.put("operators", "1000");
    return row;
  }

  private static Agreement of(Map<String, String> row) {
    return Agreement.of(c -> row.getOrDefault(c, ""), AgreementTest::shape);
  }

  @Test
  void setsTheCoreBesideATracedStep() {
    Agreement a = of(aFullStep());
    assertThat(a.traced().peakBytes()).isEqualTo(1e9);
    assertThat(a.reason()).isEmpty();
    // parameters, gradients and two moments in 16 bits, and more
    assertThat(a.core().orElseThrow().peakBytes()).isGreaterThan(8.0 * 134_515_008);
  }

  @Test
  void leavesStepsOverSeveralGpusWithAReason() {
    Map<String, String> row = aFullStep();
    row.put("parallelism", "fsdp");
    assertThat(of(row).core()).isEmpty();
    assertThat(of(row).reason()).isEqualTo("spread over several GPUs");
  }

  @Test
  void refusesAFigureThatIsNoNumber() {
    Map<String, String> row = aFullStep();
    row.put("peak_bytes", "much");
    assertThatIllegalArgumentException().isThrownBy(() -> of(row)).withMessageContaining("much");
  }

  @Test
  void sumsUpEachPartByTheDistanceOfTheCore() {
    Map<String, String> right = aFullStep();
    right.put("peak_bytes", Double.toString(of(aFullStep()).core().orElseThrow().peakBytes()));
    Map<String, String> half = aFullStep();
    half.put("peak_bytes", Double.toString(of(aFullStep()).core().orElseThrow().peakBytes() / 2));
    List<AgreementSummary> summaries = AgreementSummary.of(List.of(of(right), of(half)));
    assertThat(summaries)
        .extracting(AgreementSummary::what)
        .containsExactly("memory", "FLOPs", "bytes", "operators");
    AgreementSummary memory = summaries.getFirst();
    assertThat(memory.n()).isEqualTo(2);
    assertThat(memory.medianErrorPct()).isEqualTo(50);
    assertThat(memory.worstErrorPct()).isEqualTo(100);
  }

  @Test
  void sumsUpNothingWhereNothingIsCompared() {
    assertThat(AgreementSummary.of(List.of())).isEmpty();
  }
}
