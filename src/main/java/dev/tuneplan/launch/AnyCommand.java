package dev.tuneplan.launch;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Any program. It finds the plan's numbers in variables that begin with TUNEPLAN_, and where it
 * trains with Transformers 5.18 or later its progress is told without a change.
 */
final class AnyCommand implements TrainerAdapter {
  @Override
  public String name() {
    return "command";
  }

  @Override
  public TrainerLaunch render(LaunchPlan plan, Folders folders) {
    Map<String, String> env = new java.util.TreeMap<>();
    Chosen c = plan.chosen();
    env.put("TUNEPLAN_MODEL", Models.path(plan, folders));
    env.put("TUNEPLAN_METHOD", plan.spec().method().type());
    env.put("TUNEPLAN_MICRO_BATCH", "" + c.microBatch());
    env.put("TUNEPLAN_ACCUMULATION", "" + c.accumulation());
    env.put("TUNEPLAN_GPUS_PER_NODE", "" + c.gpusPerNode());
    env.put("TUNEPLAN_NODES", "" + c.nodes());
    env.put("TUNEPLAN_SEQUENCE_LENGTH", "" + plan.spec().training().sequenceLength());
    env.put("TUNEPLAN_STEPS", "" + plan.forecast().steps());
    env.put("TUNEPLAN_SAVE_STEPS", "" + plan.saveSteps());
    env.put("TUNEPLAN_OUTPUT", folders.output());
    List<String> notes = new ArrayList<>();
    notes.add(
        "the command decides by itself what it trains; exit code 0 is taken for its success, and"
            + " it begins anew after a lost machine unless it looks into TUNEPLAN_OUTPUT");
    return new TrainerLaunch(
        name(),
        plan.spec().launch().command(),
        env,
        Map.of(),
        new TrainerLaunch.Needs(List.of()),
        new TrainerLaunch.Progress.Callback(),
        new TrainerLaunch.Resume.None(),
        new TrainerLaunch.Trigger.None(),
        new TrainerLaunch.Done.ExitCode(),
        notes);
  }
}
