package dev.tuneplan.cli;

import dev.tuneplan.benchmark.TrainerState;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.reconcile.Planned;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a trainer_state.json teaches beside the plan of its run. */
record StateLesson(Planned planned, TrainerState state) {

  /** Tokens of its steps, each with as many as the plan has, in its time, by GPU. */
  Observation speed(Path plan, Path file, Instant now) {
    double gpus = planned.gpus().doubleValue();
    double predicted =
        planned.tokensPerSecond().doubleValue() / gpus / planned.grounds().speed().doubleValue();
    double tokens = planned.tokens().doubleValue() / planned.steps() * state.steps();
    Object tree = Leaves.plain(YamlFiles.read(plan));
    return new Observation(
        "trainer-state " + file.toAbsolutePath().normalize(),
        Quantity.SPEED,
        Experiences.key(
            // the profile's version is behind the @
            text(tree, "launch", "profiles", "stack")
                .map(s -> s.split("@")[0])
                .or(() -> text(tree, "spec", "trainer"))
                .orElse(""),
            planned.gpu(),
            text(tree, "spec", "method", "type").orElse(""),
            text(tree, "model").orElse(""),
            planned.gpus().intValue()),
        predicted,
        tokens / state.seconds() / gpus,
        false,
        now);
  }

  private static Optional<String> text(@Nullable Object tree, String... path) {
    @Nullable Object inner = tree;
    for (String key : path) {
      inner = inner instanceof Map<?, ?> m ? m.get(key) : null;
    }
    return inner instanceof String s && !s.isBlank() ? Optional.of(s) : Optional.empty();
  }
}
