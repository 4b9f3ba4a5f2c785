package dev.tuneplan.launch;

/** Turns a plan into a trainer's own settings. */
public interface TrainerAdapter {
  /** The name by which a run spec asks for it. */
  String name();

  /**
   * The settings, which are a function of the plan and the folders alone.
   *
   * @throws dev.tuneplan.base.InvalidInput with every thing that this trainer cannot do
   */
  TrainerLaunch render(LaunchPlan plan, Folders folders);
}
