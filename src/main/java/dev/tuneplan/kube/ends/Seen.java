package dev.tuneplan.kube.ends;

import dev.tuneplan.kube.api.Resource;
import dev.tuneplan.kube.launch.Standing;
import dev.tuneplan.objects.KubeObject;
import java.util.Optional;

/**
 * What is kept of an object that was seen.
 *
 * @param run which
 * @param end if it has ended
 * @param ifGone its end, if it is the last that was seen of it
 * @param part whether it is only a part of a run, such as a Job of a JobSet
 */
record Seen(RunRef run, Optional<End> end, End ifGone, boolean part) {
  static Seen of(Resource resource, KubeObject object) {
    RunRef run = RunRef.of(resource, object);
    Optional<End> end = End.of(run, object);
    return new Seen(run, end, end.orElseGet(() -> End.deleted(run, object)), Standing.part(object));
  }
}
