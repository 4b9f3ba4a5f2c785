package dev.tuneplan.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds what is rendered to kept files, and these to dev/trainers/accepted.csv: the settings that
 * the trainers' real parsers took ({@code make accept}).
 */
class AcceptedTest {
  private static final Path KEPT = Path.of("src/test/resources/rendered");
  private static final Path TABLE = Path.of("dev/trainers/accepted.csv");

  static Stream<TrainerCase> cases() {
    return TrainerCase.all().stream();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void rendersWhatWasReviewedAndAccepted(TrainerCase given) throws IOException {
    LaunchPlan plan = given.plan();
    TrainerLaunch launch = Trainers.of(plan).render(plan, Folders.POD);
    Path folder = KEPT.resolve(given.name());
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(folder);
      for (String name : launch.files().keySet()) {
        Files.writeString(folder.resolve(name), launch.files().get(name));
      }
      Files.writeString(folder.resolve("command.txt"), command(launch));
      Files.writeString(folder.resolve("sha256"), ConfigHash.of(launch.files()) + "\n");
    }
    for (String name : launch.files().keySet()) {
      assertThat(launch.files().get(name)).isEqualTo(Files.readString(folder.resolve(name)));
    }
    assertThat(command(launch)).isEqualTo(Files.readString(folder.resolve("command.txt")));
    List<String> accepted =
        Files.readAllLines(TABLE).stream().filter(l -> l.endsWith(",accepted")).toList();
    assertThat(accepted)
        .as("make accept gives these settings to the trainer's own parser")
        .anyMatch(l ->
            l.startsWith(given.name() + "," + ConfigHash.of(launch.files()) + ",")
                && l.contains(launch.trainer()));
  }

  private static String command(TrainerLaunch launch) {
    StringBuilder text = new StringBuilder(String.join("\n", launch.command())).append("\n\n");
    launch.env().forEach((k, v) -> text.append(k).append('=').append(v).append('\n'));
    text.append("needs ").append(launch.needs().packages()).append('\n');
    text.append(launch.progress()).append('\n');
    text.append(launch.resume()).append('\n');
    text.append(launch.trigger()).append('\n');
    text.append(launch.done()).append('\n');
    launch.notes().forEach(n -> text.append("note: ").append(n).append('\n'));
    return text.toString();
  }
}
