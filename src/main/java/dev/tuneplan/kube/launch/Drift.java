package dev.tuneplan.kube.launch;

import dev.tuneplan.kube.api.ClusterApi;
import dev.tuneplan.kube.api.ClusterFault.Refused;
import dev.tuneplan.kube.diff.Difference;
import dev.tuneplan.kube.diff.Differences;
import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * In what the objects of a run that are there differ from those that would be made now: somebody
 * edited them, or the templates, images or options are others than when they were made.
 *
 * @param changed objects with differences
 * @param unknown sentences about those that could not be compared
 */
public record Drift(List<Changed> changed, List<String> unknown) {
  /**
   * An object.
   *
   * @param word as kubectl names it
   */
  public record Changed(String word, List<Difference> differences) {
    public Changed {
      differences = List.copyOf(differences);
    }

    private String text() {
      return word
          + " is not as it would be made now (- as it is, + as it would be):\n"
          + differences.stream()
              .flatMap(d -> d.text().lines())
              .map(line -> "  " + line + "\n")
              .collect(Collectors.joining());
    }
  }

  public Drift {
    changed = List.copyOf(changed);
    unknown = List.copyOf(unknown);
  }

  static Drift of(ClusterApi api, String namespace, List<RunObject> objects) {
    List<Changed> changed = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (RunObject object : objects) {
      Optional<KubeObject> there = api.get(object.resource(), namespace, object.name());
      if (there.isPresent()) {
        try {
          KubeObject answered =
              api.create(object.resource(), namespace, object.renamed().tree(), true);
          List<Difference> found = Differences.of(there.get(), answered);
          if (!found.isEmpty()) {
            changed.add(new Changed(object.word(), found));
          }
        } catch (Refused e) {
          unknown.add(
              object.word() + " was not compared with what would be made now: " + e.sentence());
        }
      }
    }
    return new Drift(changed, unknown);
  }

  /** Whether a difference was found. */
  public boolean found() {
    return !changed.isEmpty();
  }

  /** Lines for people; none without a difference. */
  public String text() {
    return changed.stream().map(Changed::text).collect(Collectors.joining());
  }
}
