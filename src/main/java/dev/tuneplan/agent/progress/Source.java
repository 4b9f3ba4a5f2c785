package dev.tuneplan.agent.progress;

/** What tells how far a trainer is, best first. */
public enum Source {
  /** Transformers' KubeflowCallback: every step, at most every 5 s. */
  CALLBACK("callback"),
  /** A file with a JSON object for each time that the trainer logs. */
  LOG_FILE("log file"),
  /** trainer_state.json, as often as there are checkpoints. */
  STATE_FILE("trainer_state.json"),
  /** Lines and bars of the output, which nobody promised to keep as they are. */
  OUTPUT("output");

  private final String title;

  Source(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
