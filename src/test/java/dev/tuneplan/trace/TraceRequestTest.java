package dev.tuneplan.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.model.LoraTargets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TraceRequestTest {
  private static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static StepOptions options(Random r) {
    boolean full = r.nextInt(4) == 0;
    return new StepOptions(
        full
            ? StepOptions.Adapters.NONE
            : new StepOptions.Adapters(
                one(r, List.of(LoraTargets.allLinear(), LoraTargets.parse("q_proj,v_proj"))),
                1 + r.nextInt(64),
                one(r, List.of(2, 4)),
                r.nextBoolean(),
                r.nextBoolean(),
                one(r, List.of(List.of(), List.of("embed_tokens", "lm_head")))),
        one(r, List.of(2, 4)),
        full ? StepOptions.Quantised.NONE : one(r, List.of(StepOptions.Quantised.values())),
        r.nextBoolean(),
        r.nextBoolean(),
        r.nextBoolean(),
        one(r, List.of(StepOptions.LossKind.values())),
        one(r, List.of(StepOptimizer.values())),
        1 + r.nextInt(2),
        one(r, List.of(StepOptions.AttentionChoice.values())),
        r.nextBoolean(),
        r.nextInt(5),
        r.nextBoolean(),
        r.nextBoolean(),
        new StepOptions.Fused(r.nextBoolean(), r.nextBoolean(), r.nextBoolean(), r.nextBoolean()),
        1 + r.nextInt(9),
        1 + r.nextInt(9000));
  }

  static Stream<TraceRequest> requests() {
    Random random = new Random(5);
    return Stream.generate(() ->
            random.nextInt(3) == 0
                ? new TraceRequest(options(random), TraceRequest.Sharding.FSDP, 4)
                : new TraceRequest(options(random), TraceRequest.Sharding.NONE, 1))
        .limit(300);
  }

  @ParameterizedTest
  @MethodSource("requests")
  void isReadAsItWasWritten(TraceRequest request) {
    Map<String, Object> values = request.values();
    assertThat(TraceRequest.of(key -> text(values.getOrDefault(key, "")))).isEqualTo(request);
  }

  private static String text(Object value) {
    return value instanceof List<?> l
        ? String.join(" ", l.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  @Test
  void namesTheMethodOfTheLibraries() {
    Random random = new Random(6);
    assertThat(Stream.generate(() -> options(random)).limit(200).map(TraceRequestTest::method))
        .allSatisfy(m -> assertThat(m).isIn("full/none", "lora/none", "qlora/nf4", "qlora/nf4-dq"))
        .contains("full/none", "lora/none", "qlora/nf4", "qlora/nf4-dq");
  }

  private static String method(StepOptions options) {
    Map<String, Object> v = new TraceRequest(options, TraceRequest.Sharding.NONE, 1).values();
    return v.get("method") + "/" + v.get("quantization");
  }
}
