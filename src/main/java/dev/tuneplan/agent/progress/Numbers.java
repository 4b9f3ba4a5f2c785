package dev.tuneplan.agent.progress;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Looks numbers up that trainers write as numbers or, from Transformers 5 on, as texts. */
record Numbers(Map<?, ?> map) {
  Optional<Double> of(String key) {
    @Nullable Object value = map.get(key);
    if (value instanceof Number n) {
      return Optional.of(n.doubleValue());
    }
    if (!(value instanceof String s)) {
      return Optional.empty();
    }
    return switch (s) {
      case "nan", "NaN" -> Optional.of(Double.NaN);
      case "inf", "Infinity" -> Optional.of(Double.POSITIVE_INFINITY);
      case "-inf", "-Infinity" -> Optional.of(Double.NEGATIVE_INFINITY);
      default -> {
        try {
          yield Optional.of(Double.valueOf(s));
        } catch (NumberFormatException e) {
          yield Optional.empty();
        }
      }
    };
  }

  OptionalDouble real(String... keys) {
    for (String key : keys) {
      Optional<Double> value = of(key);
      if (value.isPresent()) {
        return OptionalDouble.of(value.get());
      }
    }
    return OptionalDouble.empty();
  }

  OptionalLong count(String... keys) {
    for (String key : keys) {
      OptionalLong value = Report.count(of(key));
      if (value.isPresent()) {
        return value;
      }
    }
    return OptionalLong.empty();
  }

  private static OptionalLong some(OptionalLong count) {
    return count.orElse(0) > 0 ? count : OptionalLong.empty();
  }

  /**
   * What one entry of a trainer's log says. Tokens: {@code num_input_tokens_seen} of Transformers,
   * {@code total_tokens} of LLaMA-Factory, {@code num_tokens} of TRL, which begins anew on resume.
   * Transformers has 0 unless it is asked to count: that says nothing.
   */
  Report report(OptionalLong step, OptionalLong total) {
    return new Report(
        step,
        total,
        real("loss"),
        some(count("num_input_tokens_seen", "total_tokens", "num_tokens", "tokens/total")),
        real("current_epoch", "epoch"));
  }
}
