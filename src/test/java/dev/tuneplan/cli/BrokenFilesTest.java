package dev.tuneplan.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.YamlFiles;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.model.ModelCatalogue;
import dev.tuneplan.stack.StackCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Profiles and configs that users break: every fault at once, with its place. */
class BrokenFilesTest {
  private static final Path RESOURCES = Path.of("src/test/resources");

  private static Stream<Path> in(String folder) throws IOException {
    return Files.list(RESOURCES.resolve(folder))
        .filter(p -> !p.toString().endsWith(".expected"))
        .sorted();
  }

  static Stream<Path> gpus() throws IOException {
    return in("broken-gpus");
  }

  static Stream<Path> configs() throws IOException {
    return in("broken-configs");
  }

  static Stream<Path> stacks() throws IOException {
    return in("broken-stacks");
  }

  @ParameterizedTest
  @MethodSource("gpus")
  void gpuProfilesAreRefused(Path file) throws IOException {
    String id = file.getFileName().toString().replace(".yaml", "");
    verify(
        file,
        () -> new GpuCatalogue(List.of(RESOURCES.resolve("broken-gpus"))).find(id, Place.of(id)));
  }

  @ParameterizedTest
  @MethodSource("configs")
  void modelConfigsAreRefused(Path file) throws IOException {
    verify(file, () -> new ModelCatalogue(List.of()).find(file.toString()));
  }

  @ParameterizedTest
  @MethodSource("stacks")
  void stackProfilesAreRefused(Path file, @TempDir Path folder) throws IOException {
    Files.copy(file, folder.resolve("mine.yaml"));
    verify(
        file,
        () -> new StackCatalogue(List.of(folder)).names(),
        folder + "/mine.yaml",
        "mine.yaml");
  }

  private static void verify(Path file, Runnable reading, String... replaced) throws IOException {
    InvalidInput fault = catchThrowableOfType(InvalidInput.class, reading::run);
    assertThat(fault).as("is refused").isNotNull();
    String said = fault.getMessage() + "\n";
    for (int i = 0; i < replaced.length; i += 2) {
      said = said.replace(replaced[i], replaced[i + 1]);
    }
    Path expected = Path.of(file + ".expected");
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, said);
    }
    assertThat(said).isEqualTo(Files.readString(expected));
  }

  @Test
  void aFileOfAHundredMegabytesIsNotRead(@TempDir Path folder) throws IOException {
    byte[] chunk = new byte[1 << 20];
    Arrays.fill(chunk, (byte) '#');
    Path file = folder.resolve("large.yaml");
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < 100; i++) {
        out.write(chunk);
      }
    }
    assertThat(catchThrowableOfType(InvalidInput.class, () -> YamlFiles.read(file)))
        .hasMessageContaining("is 100 MiB; at most 4 MiB are read");
  }

  @Test
  void anAliasBombIsNotExpanded() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      bomb.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    assertThat(
            catchThrowableOfType(
                InvalidInput.class, () -> YamlFiles.parse("bomb.yaml", bomb.toString())))
        .isNotNull();
  }
}
