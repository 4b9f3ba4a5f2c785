package dev.tuneplan.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.tuneplan.base.Place;
import dev.tuneplan.model.ModelCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The committed files from which the accuracy report is written fit together. */
final class ReportedFilesTest {
  private static final Path ACCURACY = Path.of("accuracy");

  private static List<NamedCsvRecord> rows(String file) throws IOException {
    try (CsvReader<NamedCsvRecord> csv =
        CsvReader.builder().ofNamedCsvRecord(ACCURACY.resolve(file))) {
      return csv.stream().toList();
    }
  }

  private static Map<String, NamedCsvRecord> measured() throws IOException {
    return rows("measurements.csv").stream()
        .collect(Collectors.toMap(r -> r.getField("id"), Function.identity()));
  }

  private static List<Agreement> replays() throws IOException {
    ModelCatalogue models = new ModelCatalogue(List.of(Path.of("model-profiles")));
    return rows("replays.csv").stream()
        .map(r ->
            Agreement.of(
                c -> r.findField(c).orElse(""),
                name -> models.find(name, Place.of(r.getField("id")))))
        .toList();
  }

  @Test
  void otherToolsWereAskedAboutMeasuredRunsOnce() throws IOException {
    List<NamedCsvRecord> answers = rows("peers.csv");
    assertThat(answers).extracting(r -> r.getField("id")).isSubsetOf(measured().keySet());
    assertThat(answers)
        .extracting(r -> r.getField("tool") + " " + r.getField("id"))
        .doesNotHaveDuplicates();
  }

  @Test
  void otherToolsHaveAnAnswerOrAReason() throws IOException {
    assertThat(rows("peers.csv"))
        .allSatisfy(r ->
            assertThat(r.getField("memory_bytes").isEmpty())
                .isEqualTo(!r.getField("reason").isEmpty()));
  }

  @Test
  void threePackagesWereAsked() throws IOException {
    assertThat(rows("peers.csv").stream().map(r -> r.getField("tool")).collect(Collectors.toSet()))
        .isEqualTo(Set.of("ftuneai", "fitcheck-llm", "llm-analysis"));
  }

  @Test
  void replaysAreTheStepsOfMeasuredRunsOnOneGpu() throws IOException {
    Map<String, NamedCsvRecord> measured = measured();
    assertThat(rows("replays.csv"))
        .hasSize(91)
        .allSatisfy(r -> {
          NamedCsvRecord run = measured.get(r.getField("id"));
          assertThat(run).isNotNull();
          assertThat(run.getField("num_gpus")).isEqualTo("1");
          assertThat(r.getField("model")).isEqualTo(run.getField("model_id"));
          assertThat(r.getField("micro_batch")).isEqualTo(run.getField("micro_batch_per_gpu"));
          assertThat(r.getField("sequence")).isEqualTo(run.getField("seq_len"));
          assertThat(r.getField("group")).isNotEmpty();
        });
  }

  @Test
  void everyReplayIsPlayedByTheCore() throws IOException {
    assertThat(replays()).allSatisfy(a -> assertThat(a.core()).isPresent());
  }

  @Test
  void theCoreIsWithinTwoPercentOfTheMemoryOfEveryReplay() throws IOException {
    assertThat(replays())
        .allSatisfy(a ->
            assertThat(a.core().orElseThrow().peakBytes() / a.traced().peakBytes())
                .isBetween(0.98, 1.02));
  }

  @Test
  void reasonsAreOfMeasuredRunsAndGroupsAndGivenOnce() throws IOException {
    Set<String> groups =
        rows("replays.csv").stream().map(r -> r.getField("group")).collect(Collectors.toSet());
    Set<String> ids = measured().keySet();
    List<NamedCsvRecord> reasons = rows("reasons.csv");
    assertThat(reasons)
        .allSatisfy(r -> {
          assertThat(r.getField("what")).isIn("memory", "speed", "group");
          assertThat(r.getField("what").equals("group") ? groups : ids).contains(r.getField("id"));
          assertThat(r.getField("reason")).isNotBlank();
        });
    assertThat(reasons)
        .extracting(r -> r.getField("what") + " " + r.getField("id"))
        .doesNotHaveDuplicates();
    assertThat(reasons)
        .filteredOn(r -> r.getField("what").equals("group"))
        .extracting(r -> r.getField("id"))
        .containsAll(groups);
  }

  @Test
  void theReportShowsItsPlots() throws IOException {
    String report = Files.readString(ACCURACY.resolve("REPORT.md"));
    assertThat(List.of("traces", "measured", "peers", "replays"))
        .allSatisfy(name -> {
          assertThat(report).contains("(" + name + ".svg)");
          assertThat(ACCURACY.resolve(name + ".svg")).isNotEmptyFile();
        });
  }
}
