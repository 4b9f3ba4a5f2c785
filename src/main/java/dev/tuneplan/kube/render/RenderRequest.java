package dev.tuneplan.kube.render;

import dev.tuneplan.launch.Image;
import dev.tuneplan.launch.LaunchPlan;
import dev.tuneplan.launch.RunId;
import dev.tuneplan.launch.RunName;
import dev.tuneplan.launch.TrainerLaunch;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Everything that a manifest follows from.
 *
 * @param plan what is launched
 * @param trainer how its trainer is started, in {@link dev.tuneplan.launch.Folders#POD}
 * @param image of the trainer
 * @param template over which it is laid
 * @param options of this launch
 */
public record RenderRequest(
    LaunchPlan plan, TrainerLaunch trainer, Image image, Template template, Options options) {
  /**
   * What is not the plan's.
   *
   * @param kind what is made
   * @param namespace goes before the spec's
   * @param hold whether it is made and not begun
   * @param owner who launches, as the cluster knows them; empty when nobody asked it
   * @param id which run it is
   * @param version of tuneplan
   */
  public record Options(
      Kind kind,
      Optional<String> namespace,
      boolean hold,
      Optional<String> owner,
      RunId id,
      String version) {}

  /** The name of the run's objects. */
  public RunName name() {
    return RunName.of(plan.spec().name(), options.id());
  }

  /** Names by which its pods find each other, that of the first node first; none for one node. */
  List<String> hosts() {
    int nodes = plan.chosen().nodes();
    String first = options.kind() == Kind.JOB ? name() + "-" : name() + "-node-0-";
    return nodes == 1
        ? List.of()
        : IntStream.range(0, nodes).mapToObj(i -> first + i + "." + name()).toList();
  }

  /** The namespace, if anything names it. */
  Optional<String> namespace() {
    return options.namespace().or(() -> plan.spec().launch().kubernetes().namespace());
  }
}
