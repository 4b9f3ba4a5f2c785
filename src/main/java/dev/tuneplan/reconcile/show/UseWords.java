package dev.tuneplan.reconcile.show;

import dev.tuneplan.measured.AttemptUse;
import dev.tuneplan.measured.Means;
import dev.tuneplan.measured.PhaseSum;
import dev.tuneplan.reconcile.PerMillion;
import dev.tuneplan.reconcile.Reconciliation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the GPUs of a run did, for people. */
record UseWords(Reconciliation r) {
  /** A column of the table; one that no phase tells is left out. */
  private record Column(String title, String format, Function<PhaseSum, OptionalDouble> value) {
    String cell(PhaseSum sum) {
      OptionalDouble v = value.apply(sum);
      return v.isPresent() ? String.format(Locale.ROOT, format, v.getAsDouble()) : "";
    }
  }

  private static final List<Column> COLUMNS =
      List.of(
          new Column(">GPU-h", "%.4f", p -> OptionalDouble.of(p.gpuHours())),
          new Column(">energy Wh", "%.1f", PhaseSum::wattHours),
          new Column(">mean W", "%.0f", p -> p.means().watts()),
          new Column(">busy %", "%.1f", p -> p.means().busy()),
          new Column(">SM active %", "%.1f", p -> p.means().smActive()),
          new Column(">tensor %", "%.1f", p -> p.means().tensorActive()),
          new Column(">peak MiB", "%.0f", PhaseSum::peakMiB));

  /** Empty: nothing was measured. */
  Optional<Grid> grid() {
    if (!r.use().any()) {
      return Optional.empty();
    }
    List<PhaseSum> sums = new ArrayList<>(r.use().byPhase());
    sums.add(r.use().all());
    List<Column> shown =
        COLUMNS.stream()
            .filter(c -> sums.stream().anyMatch(s -> c.value.apply(s).isPresent()))
            .toList();
    List<String> titles = new ArrayList<>(List.of("what the GPUs did"));
    shown.forEach(c -> titles.add(c.title));
    List<List<String>> rows = new ArrayList<>();
    for (PhaseSum sum : sums) {
      List<String> row = new ArrayList<>(List.of(sum.phase()));
      shown.forEach(c -> row.add(c.cell(sum)));
      rows.add(row);
    }
    return Optional.of(Grid.of(titles, rows));
  }

  /** Where it is from, and what a million tokens took. */
  List<String> sentences() {
    List<String> all = new ArrayList<>();
    if (r.use().any()) {
      all.add(
          "Measured: "
              + r.use().attempts().stream().map(UseWords::from).collect(Collectors.joining("; "))
              + ".");
    }
    PerMillion.of(r).map(this::tokens).ifPresent(all::add);
    return all;
  }

  private static String from(AttemptUse use) {
    return "attempt "
        + use.attempt()
        + " by its "
        + use.channel()
        + use.lacks().map(why -> " (" + why + ")").orElse("");
  }

  private String tokens(PerMillion per) {
    List<String> words = new ArrayList<>();
    per.cost().ifPresent(c -> words.add(Numbers.money(r.cost().currency(), c)));
    per.wattHours().ifPresent(e -> words.add(String.format(Locale.ROOT, "%.1f Wh", e)));
    return "A million tokens ("
        + per.basis().title()
        + "): "
        + (words.isEmpty() ? "unpriced" : String.join(", ", words))
        + ".";
  }

  /** The means that are known, with their keys for machines. */
  static List<Known> known(Means means) {
    List<Known> known = new ArrayList<>();
    add(known, "busyPercent", means.busy());
    add(known, "smActivePercent", means.smActive());
    add(known, "tensorActivePercent", means.tensorActive());
    add(known, "powerW", means.watts());
    return known;
  }

  /** A value with its key. */
  record Known(String key, double value) {}

  private static void add(List<Known> known, String key, OptionalDouble value) {
    value.ifPresent(v -> known.add(new Known(key, v)));
  }
}
