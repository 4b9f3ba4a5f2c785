package dev.tuneplan.agent.progress;

import dev.tuneplan.agent.record.PythonJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What KubeflowCallback posts: {@code {"trainerStatus": {"progressPercentage",
 * "estimatedRemainingSeconds", "metrics": [{"name", "value"}], "lastUpdatedTime"}}} with values as
 * texts (transformers, src/transformers/integrations/integration_utils.py at the change that added
 * it, #44487, read 2026-11-25). Its 100 % is not believed: it is posted at every end of training,
 * after an early stop too, and without the step.
 */
final class CallbackBody {
  private CallbackBody() {}

  static Optional<Report> read(byte[] body) {
    if (!(PythonJson.read(new java.io.ByteArrayInputStream(body)) instanceof Map<?, ?> root)
        || !(root.get("trainerStatus") instanceof Map<?, ?> status)) {
      return Optional.empty();
    }
    Map<String, Object> metrics = new LinkedHashMap<>();
    if (status.get("metrics") instanceof List<?> list) {
      for (Object item : list) {
        if (item instanceof Map<?, ?> m
            && m.get("name") instanceof String name
            && m.get("value") != null) {
          metrics.put(name, m.get("value"));
        }
      }
    }
    Numbers numbers = new Numbers(metrics);
    return Optional.of(numbers.report(numbers.count("current_step"), numbers.count("total_steps")));
  }
}
