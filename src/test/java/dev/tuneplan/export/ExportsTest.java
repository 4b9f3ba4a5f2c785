package dev.tuneplan.export;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.base.Money;
import dev.tuneplan.cost.Bucket;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.Direct;
import dev.tuneplan.cost.PodCost;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import dev.tuneplan.testing.RandomRun;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportsTest {
  private static final Payer PAYER = new Payer("team-ml", "our cluster", "our cluster");
  private static final int EACH = 100;

  private interface Opening {
    Exporter open(Writer out) throws IOException;
  }

  private static String written(Opening opening, List<Reconciliation> runs) throws IOException {
    StringWriter out = new StringWriter();
    try (Exporter exporter = opening.open(out)) {
      for (Reconciliation run : runs) {
        exporter.add(run);
      }
    }
    return out.toString();
  }

  private static List<Map<String, String>> rows(String csv) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (CsvReader<NamedCsvRecord> reader = CsvReader.builder().ofNamedCsvRecord(csv)) {
      reader.forEach(r -> rows.add(r.getFieldsAsMap()));
    }
    return rows;
  }

  private static Money sum(List<Map<String, String>> rows, String column) {
    return Money.sum(
        rows.stream().map(r -> r.get(column)).filter(c -> !c.isEmpty()).map(Money::of).toList());
  }

  private static Money openCost(String json, String field) {
    Map<?, ?> answer = (Map<?, ?>) PythonJson.read(json);
    Map<?, ?> set = (Map<?, ?>) ((List<?>) answer.get("data")).getFirst();
    return Money.sum(
        set.values().stream()
            .map(a -> Money.of(String.valueOf(((Map<?, ?>) a).get(field))))
            .toList());
  }

  private static Reconciliation random(long seed) {
    RandomRun run = RandomRun.of(seed);
    List<Direct> beside =
        List.of(new Direct("volume, \"fast\"", Money.of("0.000000000001"), "a list"));
    return Reconciliation.of(
        new Costing(run.rates(), seed % 3 == 0 ? beside : List.of())
            .of(HistoryReader.read(run.recorded())),
        Optional.empty());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void everyFormAddsUpToTheRunsCostToTheLastDigit(long block) throws IOException {
    FocusRules rules = new FocusRules();
    for (long seed = block * EACH; seed < (block + 1) * EACH; seed++) {
      Reconciliation run = random(seed);
      RunCost cost = run.cost();
      List<Map<String, String>> focus =
          rows(written(o -> new FocusCsv(o, Window.ALL, PAYER), List.of(run)));
      assertThat(sum(focus, "EffectiveCost")).as("seed %d", seed).isEqualTo(cost.total());
      assertThat(sum(focus, "x_UsefulCost")).isEqualTo(cost.useful());
      focus.forEach(rules::row);
      List<Map<String, String>> csv =
          rows(written(o -> new ChargesCsv(o, Window.ALL), List.of(run)));
      assertThat(sum(csv, "cost")).isEqualTo(cost.total());
      for (Bucket bucket : Bucket.values()) {
        List<Map<String, String>> of =
            csv.stream().filter(r -> r.get("phase").equals(bucket.word())).toList();
        assertThat(sum(of, "cost")).as("seed %d, %s", seed, bucket).isEqualTo(cost.cost(bucket));
      }
      String json = written(o -> new OpenCostJson(o, Window.ALL), List.of(run));
      assertThat(openCost(json, "totalCost")).isEqualTo(cost.total());
      assertThat(openCost(json, "externalCost")).isEqualTo(cost.ofDirect());
      Money gpus =
          Money.sum(cost.pods().stream().map((PodCost p) -> p.cost(Resource.GPU)).toList());
      assertThat(openCost(json, "gpuCost")).isEqualTo(gpus);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void windowsThatFollowEachOtherHaveTheWholeTogether(long block) throws IOException {
    for (long seed = block * EACH; seed < block * EACH + 20; seed++) {
      Reconciliation run = random(seed);
      Instant border = run.cost().facts().wall().orElseThrow().from().plusSeconds(60 * seed);
      Window before = new Window(Optional.empty(), Optional.of(border));
      Window after = new Window(Optional.of(border), Optional.empty());
      Money sum = Money.ZERO;
      for (Window window : List.of(before, after)) {
        String csv = written(o -> new FocusCsv(o, window, PAYER), List.of(run));
        sum = sum.plus(sum(rows(csv), "EffectiveCost"));
      }
      assertThat(sum).as("seed %d", seed).isEqualTo(run.cost().total());
    }
  }

  @Test
  void focusHasTheColumnsOfTheSpecification() throws IOException {
    FocusRules rules = new FocusRules();
    List<Reconciliation> runs = new ArrayList<>();
    for (String name : Histories.names()) {
      runs.add(Histories.reconciliation(name));
    }
    String csv = written(o -> new FocusCsv(o, Window.ALL, PAYER), runs);
    rules.header(List.of(csv.lines().findFirst().orElseThrow().split(",")));
    List<Map<String, String>> rows = rows(csv);
    assertThat(rows).hasSizeGreaterThan(50);
    rows.forEach(rules::row);
    assertThat(rows).extracting(r -> r.get("PricingCategory")).contains("Standard", "Dynamic");
    assertThat(rows).extracting(r -> r.get("BilledCost")).containsOnly("0");
    for (Reconciliation run : runs) {
      List<Map<String, String>> own =
          rows.stream().filter(r -> r.get("x_RunId").equals(run.run())).toList();
      run.bridge(Bridge.Method.FIXED)
          .ifPresent(b -> assertThat(sum(own, "x_EstimatedCost")).isEqualTo(b.plan()));
    }
  }

  @Test
  void tokensAreSpreadOverTheTrainingAlone() throws IOException {
    Reconciliation run = Histories.reconciliation("preempted-twice");
    List<Map<String, String>> rows =
        rows(written(o -> new FocusCsv(o, Window.ALL, PAYER), List.of(run)));
    BigDecimal tokens = run.tokens().orElseThrow().computed().orElseThrow();
    assertThat(sum(rows, "x_Tokens").amount())
        .isEqualByComparingTo(tokens.setScale(0, java.math.RoundingMode.HALF_EVEN));
    assertThat(rows)
        .filteredOn(r -> !r.get("x_Tokens").isEmpty())
        .extracting(r -> r.get("x_Phase"))
        .containsOnly("training");
  }

  @Test
  void whatIsUnpricedHasNoCostInAnyForm() throws IOException {
    Reconciliation run =
        Reconciliation.of(
            new Costing(RateBook.EMPTY, List.of()).of(Histories.facts("mig")), Optional.empty());
    assertThat(rows(written(o -> new FocusCsv(o, Window.ALL, PAYER), List.of(run)))).isEmpty();
    assertThat(rows(written(o -> new ChargesCsv(o, Window.ALL), List.of(run))))
        .hasSize(1)
        .allSatisfy(r -> assertThat(r).containsEntry("cost", "").containsEntry("rate", "unpriced"));
    assertThat(written(o -> new OpenCostJson(o, Window.ALL), List.of(run)))
        .isEqualTo("{\"code\":200,\"status\":\"success\",\"data\":[{\n}]}\n");
  }

  @Test
  void csvEndsLinesAsItsStandardSaysAndHasNoFormulas() throws IOException {
    StringWriter out = new StringWriter();
    try (SafeCsv csv = new SafeCsv(out, List.of("a", "b"))) {
      csv.row(List.of("=cmd|'/c calc'!A1", new BigDecimal("-1.50")));
      csv.row(List.of("+1", "-2"));
      csv.row(List.of("@SUM(A1)", "\tx"));
      csv.row(List.of("plain, \"quoted\"", "two\nlines"));
      csv.row(List.of("", new BigDecimal("1E+3")));
    }
    assertThat(out.toString())
        .isEqualTo(
            "a,b\r\n'=cmd|'/c calc'!A1,-1.5\r\n'+1,'-2\r\n'@SUM(A1),'\tx\r\n"
                + "\"plain, \"\"quoted\"\"\",\"two\nlines\"\r\n,1000\r\n");
  }
}
