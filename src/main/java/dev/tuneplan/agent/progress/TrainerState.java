package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.PythonJson;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code trainer_state.json} of Transformers' Trainer (trainer_callback.py, TrainerState; keys by
 * kubernetes-and-cost research, transformers 5.18.0).
 */
final class TrainerState {
  static final String FILE = "trainer_state.json";

  /** Entries of its history; the last loss is among them. */
  private static final int KEPT = 50;

  private TrainerState() {}

  /** What a file says; empty when it is not there or not whole. */
  static Optional<Report> read(Path file) {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      if (!(PythonJson.read(in, KEPT) instanceof Map<?, ?> m)) {
        return Optional.empty();
      }
      Numbers state = new Numbers(m);
      OptionalLong step = state.count("global_step");
      if (step.isEmpty()) {
        return Optional.empty();
      }
      Report own = state.report(step, state.count("max_steps"));
      return Optional.of(
          m.get("log_history") instanceof List<?> log ? own.over(lastLoss(log)) : own);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Report lastLoss(List<?> log) {
    for (Object entry : log.reversed()) {
      if (entry instanceof Map<?, ?> m && m.containsKey("loss")) {
        return new Numbers(m).report(OptionalLong.empty(), OptionalLong.empty());
      }
    }
    return Report.NOTHING;
  }
}
