package dev.tuneplan.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Adds what SkyPilot's catalogue of GCP has in two rows: the machine without GPUs, and the GPUs
 * without a machine. Which GPUs a machine has is looked up in the shipped price list.
 */
final class GcpHosts {
  private static final Pattern WITH_GPUS = Pattern.compile("(a\\d+x?|g\\d+)-.*");

  private final KnownMachines machines;
  private final GpuNames names;
  private final List<Remark> remarks = new ArrayList<>();
  private final List<ForeignRow> joined = new ArrayList<>();

  /** GPUs in a zone; A3 Mega machines have a price of their own for the same GPU. */
  private record Part(String gpuId, int count, boolean mega, String zone) {}

  private GcpHosts(KnownMachines machines, GpuNames names) {
    this.machines = machines;
    this.names = names;
  }

  /** The same catalogue with its halves added; those without another half are left out. */
  static Catalogue join(Catalogue split, KnownMachines machines, GpuNames names) {
    GcpHosts hosts = new GcpHosts(machines, names);
    hosts.add(split.rows());
    List<Remark> remarks = new ArrayList<>(split.remarks());
    remarks.addAll(hosts.remarks);
    return new Catalogue(split.format(), split.provider(), hosts.joined, remarks, split.read());
  }

  private void add(List<ForeignRow> rows) {
    Map<Part, ForeignRow> gpus = new HashMap<>();
    Set<Part> wanted = new HashSet<>();
    rows.forEach(r -> alone(r).ifPresent(p -> gpus.putIfAbsent(p, r)));
    rows.forEach(r -> needed(r).ifPresent(wanted::add));
    for (ForeignRow row : rows) {
      Optional<Part> alone = alone(row);
      Optional<Part> needed = needed(row);
      ForeignRow half = needed.map(gpus::get).orElse(null);
      if (alone.isPresent()) {
        boolean used = wanted.contains(alone.get());
        remarks.add(Remark.of(row, used ? Reason.SUMMED : Reason.GPU_ALONE, ""));
      } else if (half != null) {
        joined.add(sum(row, half));
      } else if (host(row) && WITH_GPUS.matcher(row.instanceType()).matches()) {
        remarks.add(Remark.of(row, Reason.HOST_ALONE, ""));
      } else {
        joined.add(row);
      }
    }
  }

  private static boolean host(ForeignRow row) {
    return !row.instanceType().isEmpty() && row.gpu().name().isEmpty();
  }

  /** The GPUs that a row prices without a machine. */
  private Optional<Part> alone(ForeignRow row) {
    return row.instanceType().isEmpty()
            && !row.gpu().none()
            && names.match("gcp", row) instanceof GpuNames.Match.One one
        ? Optional.of(
            new Part(
                one.gpu().id(),
                row.gpu().count().map(BigDecimal::intValue).orElse(0),
                row.gpu().name().endsWith("-MEGA"),
                row.zone()))
        : Optional.empty();
  }

  /** The GPUs that a machine needs. */
  private Optional<Part> needed(ForeignRow row) {
    return host(row)
        ? machines
            .find("gcp", row.instanceType())
            .map(m ->
                new Part(m.gpuId(), m.gpus(), row.instanceType().startsWith("a3-mega"), row.zone()))
        : Optional.empty();
  }

  private static ForeignRow sum(ForeignRow host, ForeignRow gpus) {
    return new ForeignRow(
        host.place(),
        host.region(),
        host.zone(),
        host.instanceType(),
        gpus.gpu(),
        host.machine(),
        sum(host.onDemand(), gpus.onDemand()),
        sum(host.spot(), gpus.spot()));
  }

  /** A sum of two prices that are both known; one half alone would be too cheap. */
  private static Optional<BigDecimal> sum(Optional<BigDecimal> a, Optional<BigDecimal> b) {
    return a.filter(x -> x.signum() > 0).flatMap(x -> b.filter(y -> y.signum() > 0).map(x::add));
  }
}
