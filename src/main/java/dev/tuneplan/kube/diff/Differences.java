package dev.tuneplan.kube.diff;

import dev.tuneplan.objects.KubeObject;
import dev.tuneplan.objects.Labels;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * In what an object that is there differs from one that would be made now. The latter is what the
 * server answered to a dry run, so that its defaults are on both sides.
 */
public final class Differences {
  /** What cancelling a run writes into it. */
  private static final Set<String> CANCELLED =
      Set.of("spec.activeDeadlineSeconds", "metadata.annotations['" + Labels.CANCELLED + "']");

  private Differences() {}

  /**
   * Field by field, in the order of their paths.
   *
   * @param there the object
   * @param answered the server's answer to a dry run of the wanted one, perhaps under another name,
   *     which a server refuses while an object of the same name is there
   */
  public static List<Difference> of(KubeObject there, KubeObject answered) {
    boolean queued = there.label(Labels.QUEUE).isPresent();
    Essence essence = new Essence(queued == answered.label(Labels.QUEUE).isPresent());
    Map<String, String> own = new LinkedHashMap<>();
    own.put(answered.name(), there.name());
    own.put(answered.uid(), there.uid());
    List<Difference> found = new ArrayList<>();
    Fields.compare("", essence.of(there, Map.of()), essence.of(answered, own), found);
    if (queued) {
      found.removeIf(Differences::ofTheQueue);
    }
    if (there.annotation(Labels.CANCELLED).isPresent()) {
      found.removeIf(d -> CANCELLED.contains(d.path()));
    }
    return found;
  }

  /**
   * Kueue writes into pods where a flavor's nodes are and what admitted them, and takes that away
   * with the admission (v0.14.0, pkg/podset/podset.go, Merge; for TrainJobs as podSpecOverrides,
   * pkg/controller/jobs/trainjob).
   */
  private static boolean ofTheQueue(Difference d) {
    return d.wanted().isEmpty()
        && Stream.of(".nodeSelector", ".tolerations[", ".podSpecOverrides[", "['" + Labels.KUEUE)
            .anyMatch(d.path()::contains);
  }
}
