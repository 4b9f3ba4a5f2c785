package dev.tuneplan.pricing;

import dev.tuneplan.gpu.GpuProfile;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Decides of each row of a catalogue whether it is an offer, and says why when it is not. */
final class Placement {
  private static final Pattern PART =
      Pattern.compile("\\bmig\\b|mig-?\\d|\\d+g\\.\\d+gb|-shared$|vgpu", Pattern.CASE_INSENSITIVE);
  private static final Pattern NO_GPU =
      Pattern.compile(
          "tpu.*|v[2-9](p|e|litepod)?-\\d+|trainium.*|inferentia.*|habana.*|gaudi-?hl-205.*",
          Pattern.CASE_INSENSITIVE);

  /** Azure's Windows licence: the same for every machine, USD per processor and hour. */
  private static final BigDecimal WINDOWS_PER_VCPU = new BigDecimal("0.046");

  /** These sizes have an on-demand price but are sold as spot or flex start only (2026-09). */
  private static final Set<String> SPOT_ONLY =
      Set.of("a3-highgpu-1g", "a3-highgpu-2g", "a3-highgpu-4g");

  private final String provider;
  private final GpuNames names;
  private final KnownMachines machines;
  private final List<WithdrawnPrice> withdrawn;
  private final List<Remark> remarks = new ArrayList<>();

  /** A row with its GPU looked up. */
  record Placed(ForeignRow row, GpuProfile gpu, int gpus) {}

  Placement(
      String provider, GpuNames names, KnownMachines machines, List<WithdrawnPrice> withdrawn) {
    this.provider = provider;
    this.names = names;
    this.machines = machines;
    this.withdrawn = withdrawn;
  }

  List<Remark> remarks() {
    return remarks;
  }

  /** The rows that are offers, with their prices cleaned. */
  List<Placed> place(List<ForeignRow> rows) {
    List<Placed> placed = new ArrayList<>();
    rows.forEach(r -> place(r).ifPresent(placed::add));
    return placed;
  }

  private Optional<Placed> place(ForeignRow given) {
    ForeignRow.ForeignGpu gpu = given.gpu();
    if (gpu.none()) {
      return left(given, Reason.NO_GPU, "");
    }
    if (NO_GPU.matcher(gpu.name()).matches() || gpu.hint().startsWith("tpu")) {
      return left(given, Reason.NO_GPU_BUT_ACCELERATOR, "");
    }
    if (gpu.count().isEmpty()) {
      return left(given, Reason.UNCOUNTED, "");
    }
    if (gpu.count().get().stripTrailingZeros().scale() > 0
        || Stream.of(gpu.name(), gpu.hint(), given.instanceType())
            .anyMatch(text -> PART.matcher(text).find())) {
      return left(given, Reason.PART, "");
    }
    if (given.instanceType().toLowerCase(Locale.ROOT).contains("windows")) {
      return left(given, Reason.WINDOWS, "");
    }
    return switch (names.match(provider, given)) {
      case GpuNames.Match.None n when gpu.name().equals("GPU") -> left(given, Reason.ANY_GPU, "");
      case GpuNames.Match.None n -> left(given, Reason.UNKNOWN_GPU, gpu.name());
      case GpuNames.Match.OtherMemory m ->
          left(
              given,
              Reason.OTHER_MEMORY,
              gpu.name() + String.format(Locale.ROOT, " of %.4g GiB", m.memoryGiB()));
      case GpuNames.Match.Several s ->
          left(
              given,
              Reason.SEVERAL_GPUS,
              "'"
                  + gpu.name()
                  + "' may be "
                  + String.join(" or ", s.ids())
                  + "; say which: --gpu "
                  + gpu.name()
                  + "=ID");
      case GpuNames.Match.One one -> placed(given, one.gpu(), gpu.count().get().intValue());
    };
  }

  private Optional<Placed> placed(ForeignRow given, GpuProfile gpu, int count) {
    if (given.instanceType().isEmpty()) {
      return left(given, Reason.GPU_ALONE, "");
    }
    Optional<WithdrawnPrice> old =
        withdrawn.stream().filter(w -> w.is(provider, given)).findFirst();
    if (old.isPresent()) {
      return left(given, Reason.WITHDRAWN, "in " + old.get().since());
    }
    if (spotOnly(given) && given.spot().isEmpty()) {
      return left(given, Reason.NOT_SOLD, "");
    }
    ForeignRow row = cleaned(given);
    Placed placed = new Placed(row, gpu, count);
    if (row.onDemand().isEmpty() && row.spot().isEmpty()) {
      return left(given, Reason.UNPRICED, "");
    }
    if (windows(row, gpu)) {
      return left(given, Reason.WINDOWS, "");
    }
    if (given.gpu().memoryGiB().isPresent()) {
      double memory = given.gpu().memoryGiB().getAsDouble();
      if (Math.min(off(memory, gpu.nominalGiB()), off(memory, gpu.usableGiB())) > 0.05) {
        note(
            row,
            Reason.MEMORY_DIFFERS,
            String.format(
                Locale.ROOT,
                "%s has %.4g GiB here, %.4g GiB there",
                given.gpu().name(),
                memory,
                gpu.nominalGiB()));
      }
    }
    return Optional.of(placed);
  }

  private static double off(double a, double b) {
    return Math.abs(a - b) / b;
  }

  private boolean spotOnly(ForeignRow row) {
    return provider.equals("gcp") && SPOT_ONLY.contains(row.instanceType());
  }

  /** The row with prices that mean a price. */
  private ForeignRow cleaned(ForeignRow row) {
    Optional<BigDecimal> onDemand = row.onDemand().filter(p -> p.signum() > 0);
    Optional<BigDecimal> spot = row.spot().filter(p -> p.signum() > 0);
    if (onDemand.isEmpty() && row.onDemand().isPresent()
        || spot.isEmpty() && row.spot().isPresent()) {
      note(row, Reason.ZERO, "");
    }
    if (spot.isPresent() && onDemand.isPresent() && spot.get().compareTo(onDemand.get()) == 0) {
      note(row, Reason.SPOT_REPEATS, "");
      spot = Optional.empty();
    }
    if (spotOnly(row) && onDemand.isPresent()) {
      note(row, Reason.SPOT_ONLY, "");
      onDemand = Optional.empty();
    }
    return row.priced(onDemand, spot);
  }

  /** Whether a price is the shipped Linux price plus the licence, to a tenth of a cent. */
  private boolean windows(ForeignRow row, GpuProfile gpu) {
    if (!provider.equals("azure") || row.onDemand().isEmpty()) {
      return false;
    }
    return machines
        .find(new PriceRow.Key(provider, row.region(), row.instanceType(), gpu.id()))
        .filter(linux ->
            linux.onDemand().isPresent()
                && linux.machine().vcpus().isPresent()
                && row.onDemand()
                        .get()
                        .subtract(linux.onDemand().get())
                        .subtract(linux.machine().vcpus().get().multiply(WINDOWS_PER_VCPU))
                        .abs()
                        .compareTo(new BigDecimal("0.001"))
                    <= 0)
        .isPresent();
  }

  private void note(ForeignRow row, Reason reason, String subject) {
    remarks.add(Remark.of(row, reason, subject));
  }

  private Optional<Placed> left(ForeignRow row, Reason reason, String subject) {
    note(row, reason, subject);
    return Optional.empty();
  }
}
