package dev.tuneplan.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tuneplan.base.InvalidInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataSourceTest {
  private static final String ROW = "{\"text\":\"x\"}\n";
  @TempDir Path folder;

  @BeforeEach
  void writeFiles() {
    for (String name :
        List.of(
            "d/b.jsonl",
            "d/a.csv",
            "d/deep/er/c.json",
            "d/.hidden.jsonl",
            "d/.cache/x.jsonl",
            "d/__pycache__/x.txt",
            "d/image.png",
            "d/LICENSE",
            "other/readme.rst")) {
      Data.write(folder, name, ROW);
    }
  }

  private List<String> found(String... paths) {
    return DataSource.of(List.of(paths), folder).files().stream()
        .map(f -> folder.relativize(f.path()).toString())
        .toList();
  }

  private void refuses(String path, String message) {
    assertThatThrownBy(() -> found(path))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(message);
  }

  @Test
  void findsTheDataFilesOfAFolderSortedAndNotTheHiddenOnes() {
    assertThat(found("d")).containsExactly("d/a.csv", "d/b.jsonl", "d/deep/er/c.json");
    assertThat(found(folder.resolve("d").toString())).isEqualTo(found("d"));
  }

  @Test
  void keepsTheOrderInWhichFilesAreNamed() {
    assertThat(found("d/b.jsonl", "d/a.csv")).containsExactly("d/b.jsonl", "d/a.csv");
    assertThat(found("d/.hidden.jsonl")).containsExactly("d/.hidden.jsonl");
  }

  @Test
  void matchesGlobs() {
    assertThat(found("d/*.jsonl")).containsExactly("d/b.jsonl");
    assertThat(found("d/**/*.{json,csv}")).containsExactly("d/a.csv", "d/deep/er/c.json");
    assertThat(found(folder + "/d/?.csv")).containsExactly("d/a.csv");
    assertThat(found("./d/[ab].*")).containsExactly("d/a.csv", "d/b.jsonl");
  }

  @Test
  void takesANameWithSignsOfAGlobAsItStands() {
    Data.write(folder, "odd[1].jsonl", ROW);
    assertThat(found("odd[1].jsonl")).containsExactly("odd[1].jsonl");
  }

  @Test
  void saysWhatToDoAboutEachPathThatGivesNothing() throws IOException {
    Files.createDirectory(folder.resolve("nothing"));
    refuses("none.jsonl", "none.jsonl no such file or folder; check the spelling");
    refuses("gone/none.jsonl", "is not there either");
    refuses("nothing", "is a folder without files");
    refuses("other", "is a folder of 1 files, none of them a data file: .jsonl");
    refuses("d/*.parquet", "no file matches; check the pattern");
    refuses("gone/*.jsonl", "no file matches; the folder");
    refuses("d/[a", "pattern");
    assertThatThrownBy(() -> found("none.jsonl", "nothing"))
        .satisfies(e -> assertThat(((InvalidInput) e).problems()).hasSize(2));
    assertThatThrownBy(() -> found()).hasMessageContaining("name at least one file");
  }

  @Test
  void looksIntoFilesWhoseNamesSayNothing() {
    Data.write(folder, "train", "\n " + ROW);
    Data.write(folder, "prose", "Once upon a time");
    assertThat(DataSource.of(List.of("train"), folder).files().getFirst().format())
        .isEqualTo(Format.JSON);
    refuses("prose", "its name and first bytes tell no format");
  }

  @Test
  void doesNotGoRoundInALoopOfLinks() throws IOException {
    Files.createSymbolicLink(folder.resolve("d/deep/up"), folder.resolve("d"));
    Files.createSymbolicLink(folder.resolve("d/broken.jsonl"), folder.resolve("nowhere"));
    assertThat(found("d")).containsExactly("d/a.csv", "d/b.jsonl", "d/deep/er/c.json");
  }

  @Test
  void addsTheSizesUp() {
    assertThat(DataSource.of(List.of("d"), folder).bytes()).isEqualTo(3L * ROW.length());
  }
}
