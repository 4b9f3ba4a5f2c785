package dev.tuneplan.cli;

import dev.tuneplan.benchmark.TrainerState;
import dev.tuneplan.calibrate.Observation;
import dev.tuneplan.calibrate.Quantity;
import dev.tuneplan.files.Leaves;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.reconcile.Planned;
import java.nio.file.Path;
import java.time.Instant;

/** What a trainer_state.json teaches beside the plan of its run. */
record StateLesson(Planned planned, TrainerState state) {

  /** Tokens of its steps, each with as many as the plan has, in its time, by GPU. */
  Observation speed(Path plan, Path file, Instant now) {
    double gpus = planned.gpus().doubleValue();
    double predicted =
        planned.tokensPerSecond().doubleValue() / gpus / planned.grounds().speed().doubleValue();
    double tokens = planned.tokens().doubleValue() / planned.steps() * state.steps();
    PlainTree tree = PlainTree.of(Leaves.plain(YamlFiles.read(plan)));
    return new Observation(
        "trainer-state " + file.toAbsolutePath().normalize(),
        Quantity.SPEED,
        Experiences.key(
            // the profile's version is behind the @
            tree.text("launch", "profiles", "stack")
                .map(s -> s.split("@")[0])
                .or(() -> tree.text("spec", "trainer"))
                .orElse(""),
            planned.gpu(),
            tree.text("spec", "method", "type").orElse(""),
            tree.text("model").orElse(""),
            planned.gpus().intValue()),
        predicted,
        tokens / state.seconds() / gpus,
        false,
        now);
  }
}
