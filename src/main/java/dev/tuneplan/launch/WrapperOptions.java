package dev.tuneplan.launch;

import dev.tuneplan.spec.RunSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * The options of {@code tuneplan agent run} that follow from a plan: where the trainer tells its
 * progress, what proves its end, how it goes on and is asked for a checkpoint, what may be spent.
 */
public final class WrapperOptions {
  private WrapperOptions() {}

  /** In the order in which {@code agent run --help} has them. */
  public static List<String> of(LaunchPlan plan, TrainerLaunch trainer, Folders folders) {
    List<String> words = new ArrayList<>(List.of("--output-dir", folders.output()));
    if (trainer.progress()
        instanceof TrainerLaunch.Progress.JsonLines(String path, String step, String total)) {
      words.addAll(List.of("--progress-file", path, "--step-key", step, "--total-key", total));
    }
    words.addAll(List.of("--steps", "" + plan.forecast().steps()));
    words.addAll(List.of("--done", done(trainer.done())));
    if (trainer.resume() instanceof TrainerLaunch.Resume.Argument(String word)) {
      // in one word, since it begins with dashes itself
      words.add("--resume=" + word);
    }
    words.addAll(List.of("--trigger", trigger(trainer.trigger())));
    budget(plan, words);
    return words;
  }

  private static String done(TrainerLaunch.Done done) {
    return switch (done) {
      case TrainerLaunch.Done.TrainerState _ -> "steps";
      case TrainerLaunch.Done.Exists(String path) -> "exists:" + path;
      case TrainerLaunch.Done.ExitCode _ -> "exit-code";
    };
  }

  private static String trigger(TrainerLaunch.Trigger trigger) {
    return switch (trigger) {
      case TrainerLaunch.Trigger.File(String path) -> "file:" + path;
      case TrainerLaunch.Trigger.Signal _ -> "signal";
      case TrainerLaunch.Trigger.None _ -> "none";
    };
  }

  private static void budget(LaunchPlan plan, List<String> words) {
    RunSpec.BudgetSpec budget = plan.spec().budget();
    plan.chosen()
        .price()
        .ifPresent(p -> {
          words.addAll(List.of("--usd-per-hour", "" + p.jobPerHour()));
          budget.usd().ifPresent(usd -> words.addAll(List.of("--max-usd", "" + usd)));
        });
    budget
        .hours()
        .ifPresent(hours -> words.addAll(List.of("--max-time", Math.round(hours * 3600) + "s")));
  }
}
