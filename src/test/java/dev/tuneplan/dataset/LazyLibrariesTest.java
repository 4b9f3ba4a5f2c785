package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A library of one format costs nothing where that format is not read. */
class LazyLibrariesTest {
  @TempDir Path folder;

  private String classesLoadedFor(Path file) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-verbose:class",
                "-cp",
                System.getProperty("java.class.path"),
                ConstantMemoryTest.Reader.class.getName(),
                file.toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("1 rows");
    return said;
  }

  @Test
  void loadsNoLibraryForLinesOfText() throws Exception {
    assertThat(classesLoadedFor(Data.write(folder, "a.txt", "x")))
        .doesNotContain("dev.hardwood", "luben.zstd", "org.xerial", "fastcsv", "tools.jackson");
  }

  @Test
  void loadsJacksonAloneForJson() throws Exception {
    assertThat(classesLoadedFor(Data.write(folder, "a.jsonl", "{\"text\":\"x\"}")))
        .contains("tools.jackson")
        .doesNotContain("dev.hardwood", "luben.zstd", "org.xerial", "fastcsv");
  }
}
