package dev.tuneplan.reconcile;

import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.NodeGpus;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What later estimates can learn from a run.
 *
 * @param gpuProduct as the machine's labels name it
 * @param stepSeconds median of the steady steps
 * @param pullSeconds of the first pod: the image, and what init containers do
 * @param setupSeconds of the first pod: from its container to its first step
 * @param disruptions ends that the machines or the cluster made
 * @param spotGpuHours GPU-hours on machines that may be taken away
 */
public record Learned(
    Optional<String> gpuProduct,
    OptionalDouble stepSeconds,
    double pullSeconds,
    double setupSeconds,
    int disruptions,
    double spotGpuHours) {

  static Learned of(RunCost cost) {
    Optional<PodCost> first = cost.pods().stream().findFirst();
    return new Learned(
        first.flatMap(p -> p.pod().node()).flatMap(NodeFacts::gpus).map(NodeGpus::product),
        cost.stepSeconds(),
        first.map(p -> seconds(p, Bucket.PULL)).orElse(0.0),
        first.map(p -> seconds(p, Bucket.SETUP)).orElse(0.0),
        (int) cost.facts().pods().stream().filter(p -> p.end().cause().disruption()).count(),
        cost.pods().stream()
            .filter(p ->
                p.pod().node().map(NodeFacts::capacity).filter(Capacity.SPOT::equals).isPresent())
            .mapToDouble(p -> p.gpuHours(p.timeline().span().length()).doubleValue())
            .sum());
  }

  private static double seconds(PodCost pod, Bucket bucket) {
    Duration time = pod.timeline().in(bucket);
    return time.toMillis() / 1e3;
  }
}
