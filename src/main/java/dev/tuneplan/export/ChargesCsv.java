package dev.tuneplan.export;

import dev.tuneplan.base.Money;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.facts.NodeFacts;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.objects.Labels;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** A row for each pod, phase and resource, and for each thing beside the pods with GPUs. */
public final class ChargesCsv implements Exporter {
  private static final List<String> HEADER =
      List.of(
          "run",
          "name",
          "project",
          "owner",
          "method",
          "gpu_profile",
          "attempt",
          "pod",
          "node",
          "instance_type",
          "region",
          "capacity",
          "phase",
          "resource",
          "from",
          "to",
          "quantity",
          "unit",
          "unit_price",
          "cost",
          "currency",
          "rate",
          "rate_date",
          "evidence");

  private final Window window;
  private final SafeCsv csv;

  /** Writes the header. */
  public ChargesCsv(Writer out, Window window) {
    this.window = window;
    this.csv = new SafeCsv(out, HEADER);
  }

  @Override
  public void add(Reconciliation run) {
    new Charges(window, false).of(run.cost()).forEach(c -> csv.row(cells(new Row(run, c))));
    run.cost().unpriced().stream()
        .filter(p -> window.within(p.timeline().span()).isPresent())
        .forEach(p -> csv.row(unpriced(run, p)));
  }

  private static List<Object> cells(Row row) {
    Charge c = row.charge();
    String what = c.what() instanceof Charge.What.Beside b ? b.direct().what() : "";
    return List.of(
        row.run().run(),
        row.run().name(),
        Tags.of(row.run(), Labels.PROJECT),
        Tags.of(row.run(), Labels.OWNER),
        Tags.of(row.run(), Labels.METHOD),
        Tags.of(row.run(), Labels.GPU),
        row.part().map(p -> Integer.toString(p.pod().attempt())).orElse(""),
        row.part().map(p -> p.pod().pod().pod().name()).orElse(""),
        row.node().map(NodeFacts::name).orElse(""),
        row.node().flatMap(NodeFacts::instanceType).orElse(""),
        row.node().flatMap(NodeFacts::region).orElse(""),
        row.capacity().word(),
        row.part().map(p -> p.bucket().word()).orElse(what),
        row.resource(),
        c.period().from().toString(),
        c.period().to().toString(),
        c.quantity(),
        row.unit(),
        c.unitPrice(),
        c.cost().amount(),
        row.run().cost().currency(),
        row.source().map(s -> s.text()).orElseGet(() -> source(c)),
        row.source().map(s -> s.date()).orElse(""),
        row.part().map(p -> p.pod().pod().grade().word()).orElse(""));
  }

  private static String source(Charge c) {
    return c.what() instanceof Charge.What.Beside b ? b.direct().source() : "";
  }

  /** One row, without a cost: nothing is not what it cost. */
  private static List<Object> unpriced(Reconciliation run, PodCost pod) {
    Charge none =
        new Charge(
            new Charge.What.Part(pod, pod.timeline().slices().getFirst().bucket(), Resource.GPU),
            pod.timeline().span(),
            pod.gpuHours(pod.timeline().span().length()),
            BigDecimal.ZERO,
            Money.ZERO);
    List<Object> cells = new ArrayList<>(cells(new Row(run, none)));
    cells.set(HEADER.indexOf("phase"), "");
    cells.set(HEADER.indexOf("unit_price"), "");
    cells.set(HEADER.indexOf("cost"), "");
    cells.set(HEADER.indexOf("rate"), "unpriced");
    return cells;
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
