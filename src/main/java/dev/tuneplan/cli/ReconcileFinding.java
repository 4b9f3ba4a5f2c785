package dev.tuneplan.cli;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.kube.api.ClusterFault;
import dev.tuneplan.kube.runs.RunRecording;
import dev.tuneplan.runs.Recordings;
import dev.tuneplan.runs.RunRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Finds what a run's cost is computed from: a recording that the line names, a run of this machine,
 * what was seen of one in a cluster, or the cluster itself. What the cluster says is kept.
 *
 * @param note takes a sentence for people
 */
record ReconcileFinding(RunPlaces places, Consumer<String> note) {
  /**
   * By a name.
   *
   * @param run which run of a recording of several
   * @throws InvalidInput when there is none
   */
  ReconcileSource find(String name, Optional<String> run) throws IOException {
    // a run of a namespace may be called as a folder is that lies here, but no run has a path
    boolean file = !places.named() || name.contains("/");
    if (file && Recording.of(name).isPresent()) {
      return ReconcileSource.of(name, run);
    }
    RunNames names = new RunNames(name);
    List<RunRecord> known = new ArrayList<>();
    if (places.here()) {
      known.addAll(Home.runs().all());
      Optional<RunRecord> here = names.find(known, r -> r);
      if (here.isPresent()) {
        return ReconcileSource.local(here.get());
      }
    }
    Recordings recordings = Home.recordings();
    List<RunRecord> recorded = recordings.all();
    Optional<RunRecord> seen = names.find(recorded, r -> r);
    known.addAll(recorded);
    if (seen.isPresent()) {
      return again(names, seen.get(), known);
    }
    if (!places.there()) {
      throw names.unknown(known, "on this machine");
    }
    return asked(places.inCluster(names, known, "on this machine, nor "));
  }

  /** One that was seen before; asked for again while it was not over. */
  private ReconcileSource again(RunNames names, RunRecord seen, List<RunRecord> known)
      throws IOException {
    ReconcileSource kept = ReconcileSource.seen(seen);
    if (kept.facts().completeness().complete() || !places.there()) {
      return kept;
    }
    try {
      return asked(places.inCluster(names, known, "on this machine, nor "));
    } catch (InvalidInput | ClusterFault e) {
      note.accept("as it was seen last: " + e.getMessage());
      return kept;
    }
  }

  private static ReconcileSource asked(FoundRun.Cluster found) throws IOException {
    RunRecord run = found.run().run();
    RunRecording.once(found.runs(), found.run(), Home.recordings().open(run));
    return ReconcileSource.seen(run);
  }
}
