package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.launch.Folders;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.TrainerLaunch;
import dev.tuneplan.launch.Trainers;
import dev.tuneplan.runs.RunRecord;
import dev.tuneplan.runs.Runs;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A plan as it runs on this machine.
 *
 * @param folders the run's own, for the trainer
 * @param grace from the request to end until the kill
 * @param detached whether it outlives its terminal
 */
record LocalRun(
    LaunchPlan plan, TrainerLaunch trainer, Folders folders, Duration grace, boolean detached) {

  /** The name of the plan's file in the run's folder. */
  static final String PLAN = "plan.yaml";

  static LocalRun of(LaunchPlan plan, Runs runs, Duration grace, boolean detached) {
    if (plan.chosen().nodes() > 1) {
      throw new InvalidInput(
          Place.of("--target"),
          "",
          "the plan is for "
              + plan.chosen().nodes()
              + " machines, and local is one; plan with --max-nodes 1");
    }
    Path run = runs.folder(plan.id().hex());
    Folders folders =
        new Folders(
            run.resolve("config").toString(),
            run.toString(),
            Home.cache().toAbsolutePath().toString(),
            Path.of("").toAbsolutePath().toString());
    return new LocalRun(plan, Trainers.of(plan).render(plan, folders), folders, grace, detached);
  }

  Optional<Double> usdPerHour() {
    return plan.chosen().price().map(p -> p.jobPerHour());
  }

  RunRecord record() {
    return new RunRecord(
        plan.id().hex(),
        plan.spec().name(),
        Instant.now(),
        plan.spec().model(),
        trainer.trainer(),
        plan.chosen().gpus() + " x " + plan.chosen().gpu(),
        new RunRecord.Expected(
            plan.forecast().steps(),
            plan.forecast().tokens(),
            plan.forecast().hours().p50(),
            plan.forecast()
                .usd()
                .map(r -> OptionalDouble.of(r.p50()))
                .orElse(OptionalDouble.empty()),
            usdPerHour().map(OptionalDouble::of).orElse(OptionalDouble.empty())));
  }

  /** The trainer's settings, and the plan as it was read. */
  Map<String, String> files(String planText) {
    Map<String, String> files = new LinkedHashMap<>();
    trainer.files().forEach((name, text) -> files.put("config/" + name, text));
    files.put(PLAN, planText);
    return files;
  }
}
