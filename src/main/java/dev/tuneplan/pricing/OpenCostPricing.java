package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Problems;
import dev.tuneplan.files.CsvText;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Reads OpenCost's custom pricing: CSV with a price for each node or for each GPU of a label's
 * value, or a mapping (JSON, or Helm values) with one price for all GPUs.
 */
final class OpenCostPricing {
  private final Problems problems = new Problems();
  private final Numbers numbers = new Numbers(problems);
  private final KnownMachines machines;
  private final List<ForeignRow> rows = new ArrayList<>();
  private final List<Remark> remarks = new ArrayList<>();

  private OpenCostPricing(KnownMachines machines) {
    this.machines = machines;
  }

  /** Reads the CSV; every fault is thrown at once. */
  static Catalogue read(CsvText csv, String provider, KnownMachines machines) {
    OpenCostPricing reader = new OpenCostPricing(machines);
    csv.rows().forEach(reader::row);
    reader.problems.throwIfAny();
    return new Catalogue(
        PriceFormat.OPENCOST, provider, reader.rows, reader.remarks, csv.rows().size());
  }

  private void row(CsvText.Row r) {
    Optional<BigDecimal> price = numbers.usd(r, "MarketPriceHourly");
    String asset = r.text("AssetClass").orElse("").toLowerCase(Locale.ROOT);
    String name = r.text("InstanceID").orElse("");
    String machine = r.text("InstanceType").orElse("");
    boolean gpu = asset.equals("gpu") || asset.equals("gpulabel");
    Optional<PriceRow> known = machines.find(machine);
    ForeignRow.ForeignGpu gpus =
        gpu
            ? new ForeignRow.ForeignGpu(
                name, "", Optional.of(BigDecimal.ONE), OptionalDouble.empty())
            : known
                .map(k ->
                    new ForeignRow.ForeignGpu(
                        k.gpuId(),
                        "",
                        Optional.of(BigDecimal.valueOf(k.gpus())),
                        OptionalDouble.empty()))
                .orElse(ForeignRow.ForeignGpu.NONE);
    ForeignRow row =
        new ForeignRow(
            r.place("InstanceID"),
            r.text("Region").orElse(""),
            "",
            gpu ? name + " (per GPU)" : machine.isEmpty() ? name : machine,
            gpus,
            known.map(PriceRow::machine).orElse(Machine.UNKNOWN),
            price,
            Optional.empty());
    switch (asset) {
      case "gpu", "gpulabel" -> perGpu(row);
      case "node" -> {
        if (known.isPresent()) {
          rows.add(row);
        } else {
          remarks.add(Remark.of(row, Reason.NODE, ""));
        }
      }
      case "pv" -> remarks.add(Remark.of(row, Reason.STORAGE, ""));
      default ->
          problems.add(
              r.place("AssetClass"), "AssetClass", "must be node, pv or gpu (was '" + asset + "')");
    }
  }

  private void perGpu(ForeignRow row) {
    rows.add(row);
    remarks.add(Remark.of(row, Reason.PER_GPU, ""));
    remarks.add(Remark.of(row, Reason.HOST_APART, ""));
  }

  /** Reads the mapping; every fault is thrown at once. */
  static Catalogue read(Node root, Optional<String> provider, KnownMachines machines) {
    OpenCostPricing reader = new OpenCostPricing(machines);
    Fields f = costModel(Fields.of(root, reader.problems));
    reader.problems.throwIfAny();
    if (!f.has("GPU") && !f.has("CPU")) {
      throw new InvalidInput(
          root.place(), "", "is no OpenCost pricing: has neither GPU nor CPU; prices are USD/h");
    }
    ForeignRow row =
        new ForeignRow(
            f.valuePlace("GPU"),
            "",
            "",
            "GPU (per GPU)",
            new ForeignRow.ForeignGpu(
                f.has("GPU") ? "GPU" : "", "", Optional.of(BigDecimal.ONE), OptionalDouble.empty()),
            Machine.UNKNOWN,
            reader.usd(f, "GPU"),
            reader.usd(f, "spotGPU"));
    String currency = f.text("currencyCode").orElse("USD");
    reader.problems.throwIfAny();
    if (!currency.equalsIgnoreCase("USD")) {
      reader.remarks.add(Remark.of(row, Reason.CURRENCY, currency));
    } else if (row.gpu().none()) {
      reader.rows.add(row);
    } else {
      reader.perGpu(row);
    }
    String own = f.text("provider").map(ProviderNames::of).orElse("custom");
    return new Catalogue(
        PriceFormat.OPENCOST,
        provider.map(ProviderNames::of).orElse(own),
        reader.rows,
        reader.remarks,
        1);
  }

  /** Helm values hold the same keys deeper. */
  private static Fields costModel(Fields root) {
    Fields at = root;
    for (String key : List.of("opencost", "customPricing", "costModel")) {
      at = at.has(key) ? at.child(key).orElse(at) : at;
    }
    return at;
  }

  /** Prices are texts in these files, and texts may hold anything. */
  private Optional<BigDecimal> usd(Fields f, String key) {
    Optional<String> text = f.text(key).map(String::strip).filter(t -> !t.isEmpty());
    Optional<BigDecimal> usd = text.flatMap(Numbers::plain);
    if (text.isPresent() && usd.filter(u -> u.signum() >= 0).isEmpty()) {
      f.fault(key, "must be a number of USD per hour, 0 or more (was '" + text.get() + "')");
      return Optional.empty();
    }
    return usd;
  }
}
