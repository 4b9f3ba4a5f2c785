package dev.tuneplan.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that users break: every fault at once, with its place. */
class BrokenTrainerFilesTest {
  private static final Path FOLDER = Path.of("src/test/resources/trainers/broken");
  private static final Path MAIN = Path.of("src/test/resources/trainers/sft.yaml");

  static Stream<Path> broken() throws IOException {
    return Files.list(FOLDER)
        .filter(p -> !p.toString().endsWith(".expected") && !p.endsWith("no-model.yml"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void areRefusedWithEveryFault(Path file) throws IOException {
    boolean beside = file.endsWith("batch.json") || file.endsWith("accelerate-cpu.yaml");
    List<Path> files = beside ? List.of(MAIN, file) : List.of(file);
    InvalidInput fault = catchThrowableOfType(InvalidInput.class, () -> TrainerFiles.read(files));
    assertThat(fault).as("is refused").isNotNull();
    Path expected = Path.of(file + ".expected");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, fault.getMessage() + "\n");
    }
    assertThat(fault.getMessage() + "\n").isEqualTo(Files.readString(expected));
  }

  @Test
  void hugeFilesAreNotRead(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("huge.yml");
    Files.writeString(file, "base_model: a\n" + "# padding\n".repeat(600_000));
    assertThat(catchThrowableOfType(InvalidInput.class, () -> TrainerFiles.read(List.of(file))))
        .hasMessageContaining("at most 4 MiB are read");
  }

  @Test
  void faultsOfAllFilesComeTogether() {
    InvalidInput fault =
        catchThrowableOfType(
            InvalidInput.class,
            () ->
                TrainerFiles.read(
                    List.of(FOLDER.resolve("not-yaml.yml"), FOLDER.resolve("duplicate.yml"))));
    assertThat(fault.problems())
        .extracting(p -> p.place().file())
        .doesNotHaveDuplicates()
        .hasSize(2);
  }
}
