package dev.tuneplan.launch;

import dev.tuneplan.files.Node;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.spec.RunSpec;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A plan that was saved, as a launch takes it.
 *
 * @param spec the run spec inside it
 * @param chosen the candidate that is launched
 * @param forecast what it is expected to take
 * @param format what the data's rows hold, as far as the spec says it or it was counted: chat,
 *     alpaca, completion or text
 * @param sha256 of the plan's content, 64 hexadecimal digits
 */
public record LaunchPlan(
    RunSpec spec, Chosen chosen, Forecast forecast, Optional<String> format, String sha256) {
  /**
   * Reads a file that {@code tuneplan plan SPEC --save FILE} wrote.
   *
   * @throws dev.tuneplan.base.InvalidInput with every fault at once
   * @throws DoesNotFit when the plan recommends nothing
   */
  public static LaunchPlan read(Path path) {
    return of(YamlFiles.read(path));
  }

  /** The same of what was already parsed. */
  public static LaunchPlan of(Node root) {
    return new PlanReader(root).read();
  }

  /**
   * The same as a run of its own, which no launch of the plan goes on with.
   *
   * @param mark that no other has
   */
  public LaunchPlan apart(String mark) {
    return new LaunchPlan(
        spec, chosen, forecast, format, Canonical.sha256(sha256 + " apart " + mark));
  }

  /** Which run a launch of this plan is. */
  public RunId id() {
    return RunId.of(sha256);
  }

  /** The name of its objects. */
  public RunName name() {
    return RunName.of(spec.name(), id());
  }

  /** Optimizer steps between two checkpoints. */
  public int saveSteps() {
    return spec.launch().tuning().saveSteps().orElseGet(() -> forecast.saveSteps(chosen.spot()));
  }
}
