package dev.tuneplan.testing;

import dev.tuneplan.agent.record.EventLog;
import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.cost.Costing;
import dev.tuneplan.cost.RunCost;
import dev.tuneplan.cost.facts.RunFacts;
import dev.tuneplan.cost.history.HistoryReader;
import dev.tuneplan.cost.history.Recorded;
import dev.tuneplan.cost.rate.RateBook;
import dev.tuneplan.cost.rate.RatesReader;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.reconcile.PlanFile;
import dev.tuneplan.reconcile.Planned;
import dev.tuneplan.reconcile.Reconciliation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The recorded runs in src/test/resources/histories; its README says what they are. */
public final class Histories {
  private static final Path FOLDER = Path.of("src/test/resources/histories");

  private Histories() {}

  /** Their names. */
  public static List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(FOLDER)) {
      return all.filter(Files::isDirectory).map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** What was recorded. */
  public static Recorded recorded(String name) throws IOException {
    List<Recorded.Log> logs = new ArrayList<>();
    try (Stream<Path> all = Files.list(FOLDER.resolve(name))) {
      for (Path file : all.sorted().toList()) {
        String attempt = file.getFileName().toString().replaceFirst("^events-(.*)\\.jsonl$", "$1");
        if (!attempt.equals(file.getFileName().toString())) {
          logs.add(new Recorded.Log(attempt, EventLog.read(file)));
        }
      }
    }
    return new Recorded(
        Optional.empty(), Files.readAllLines(FOLDER.resolve(name).resolve("watch.jsonl")), logs);
  }

  /** What it tells. */
  public static RunFacts facts(String name) throws IOException {
    return HistoryReader.read(recorded(name));
  }

  /** The rates beside it. */
  public static RateBook rates(String name) {
    return RatesReader.read(YamlFiles.read(FOLDER.resolve(name).resolve("rates.yaml")));
  }

  /** The plan beside it. */
  public static Optional<Planned> plan(String name) throws IOException {
    return PlanFile.of(
        PythonJson.read(Files.readString(FOLDER.resolve(name).resolve("plan.json"))));
  }

  /** What it cost. */
  public static RunCost cost(String name) throws IOException {
    RateBook rates =
        plan(name)
            .flatMap(Planned::rate)
            .map(c -> rates(name).then(RateBook.of(c)))
            .orElse(rates(name));
    return new Costing(rates, List.of()).of(facts(name));
  }

  /** That beside its plan. */
  public static Reconciliation reconciliation(String name) throws IOException {
    return Reconciliation.of(cost(name), plan(name));
  }
}
