package dev.tuneplan.kube.doctor;

import dev.tuneplan.kube.api.ClusterFault.Refused;
import java.util.function.Function;
import java.util.function.Supplier;

/** A fact, or why it is not known. */
public sealed interface Seen<T> {
  /** A fact. */
  record Known<T>(T value) implements Seen<T> {}

  /**
   * What was refused.
   *
   * @param why in words that follow a colon
   */
  record Hidden<T>(String why) implements Seen<T> {}

  /**
   * Asks.
   *
   * @param act that it takes, such as {@code list nodes}
   * @throws Refused when the server does not know who asks (401): then nothing can be seen
   */
  static <T> Seen<T> of(String act, Supplier<T> question) {
    try {
      return new Known<>(question.get());
    } catch (Refused e) {
      if (e.code() == 401) {
        throw e;
      }
      return new Hidden<>(e.code() == 403 ? "you may not " + act : e.sentence());
    }
  }

  /** Judges the one or the other. */
  default <R> R judge(Function<T, R> known, Function<String, R> hidden) {
    return switch (this) {
      case Known<T> k -> known.apply(k.value());
      case Hidden<T> h -> hidden.apply(h.why());
    };
  }
}
