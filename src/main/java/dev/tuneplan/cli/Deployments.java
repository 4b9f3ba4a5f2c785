package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.YamlFiles;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Which models are behind names in logs, such as those of Azure's deployments. */
final class Deployments {
  private Deployments() {}

  /**
   * Reads a file of them, and those on the line, which win.
   *
   * @throws InvalidInput with every fault
   */
  static Map<String, String> of(List<String> given, @Nullable Path file) {
    Map<String, String> behind = new HashMap<>();
    Problems problems = new Problems();
    if (file != null) {
      Fields fields = Fields.of(YamlFiles.read(file), problems);
      for (String name : fields.keys()) {
        fields.text(name).ifPresent(model -> behind.put(name, model));
      }
    }
    for (String pair : given) {
      int at = pair.indexOf('=');
      if (at < 1 || at == pair.length() - 1) {
        problems.add(
            Place.of("--deployment"),
            "",
            "must be NAME=MODEL, such as support=gpt-4o-mini (was '" + pair + "')");
      } else {
        behind.put(pair.substring(0, at).strip(), pair.substring(at + 1).strip());
      }
    }
    problems.throwIfAny();
    return behind;
  }
}
