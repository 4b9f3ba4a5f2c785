package dev.tuneplan.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.YamlFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BrokenSpecTest {
  static Stream<Path> broken() throws IOException {
    return Files.list(Path.of("src/test/resources/broken"))
        .filter(p -> p.toString().endsWith(".yaml"))
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("broken")
  void reportsEveryFaultWithItsPlace(Path file) throws IOException {
    InvalidInput fault =
        catchThrowableOfType(
            InvalidInput.class,
            () -> SpecReader.read(YamlFiles.parse("spec.yaml", Files.readAllBytes(file))));
    assertThat(fault).as("is refused").isNotNull();
    Path expected = Path.of(file.toString().replace(".yaml", ".expected"));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(expected, fault.getMessage() + "\n");
    }
    assertThat(fault.getMessage() + "\n").isEqualTo(Files.readString(expected));
  }

  @Test
  void answersMutatedExamplesWithFaultsOnly() throws IOException {
    Random random = new Random(42);
    List<byte[]> examples;
    try (Stream<Path> files = Files.list(Path.of("examples"))) {
      examples =
          files
              .filter(Files::isRegularFile)
              .sorted()
              .map(p -> {
                try {
                  return Files.readAllBytes(p);
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              })
              .toList();
    }
    int refused = 0;
    for (int i = 0; i < 10_000; i++) {
      byte[] bytes = examples.get(random.nextInt(examples.size())).clone();
      for (int n = random.nextInt(1, 6); n > 0; n--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        SpecReader.read(YamlFiles.parse("spec.yaml", bytes));
      } catch (InvalidInput e) {
        refused++;
      }
    }
    assertThat(refused).isBetween(1, 10_000);
  }
}
