package dev.tuneplan.agent.nvml;

import java.util.function.Consumer;
import java.util.function.Function;

/** What NVML says when it is asked for something. That it does not know is an answer too. */
sealed interface Answer<T> {
  /** It said this. */
  record Known<T>(T value) implements Answer<T> {}

  /** It said why not. */
  record Unknown<T>(Status why) implements Answer<T> {
    public Unknown {
      if (why.ok()) {
        throw new IllegalArgumentException("success is no reason");
      }
    }
  }

  /** Another value in place of what is known. */
  default <R> Answer<R> map(Function<? super T, ? extends R> change) {
    return switch (this) {
      case Known<T>(T value) -> new Known<>(change.apply(value));
      case Unknown<T>(Status why) -> new Unknown<>(why);
    };
  }

  /** Hands on one or the other. */
  default void use(Consumer<? super T> known, Consumer<Status> unknown) {
    switch (this) {
      case Known<T>(T value) -> known.accept(value);
      case Unknown<T>(Status why) -> unknown.accept(why);
    }
  }
}
