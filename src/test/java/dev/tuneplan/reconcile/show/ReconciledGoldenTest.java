package dev.tuneplan.reconcile.show;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.files.JsonText;
import dev.tuneplan.reconcile.Bridge;
import dev.tuneplan.reconcile.Reconciliation;
import dev.tuneplan.testing.Histories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each recorded run in each form; {@code -Dgolden.update=true} rewrites them. */
class ReconciledGoldenTest {
  private static final Path FOLDER = Path.of("src/test/resources/golden/reconcile");

  static List<String> names() throws IOException {
    return Histories.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsAsReviewed(String name) throws IOException {
    Reconciliation r = Histories.reconciliation(name);
    verify(name + ".txt", TextForm.text(r, Bridge.Method.FIXED));
  }

  @ParameterizedTest
  @ValueSource(strings = {"preempted-twice", "late-pod", "mig", "unwatched"})
  void isTheReviewedTree(String name) throws IOException {
    verify(
        name + ".json", indented(JsonText.of(TreeForm.of(Histories.reconciliation(name)))) + "\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"preempted-twice", "running"})
  void isTheReviewedMarkdownAndPage(String name) throws IOException {
    Reconciliation r = Histories.reconciliation(name);
    verify(name + ".md", TextForm.markdown(r, Bridge.Method.SHAPLEY));
    verify(name + ".html", PageForm.html(r, Bridge.Method.FIXED));
  }

  /** JSON on lines, for reviews. */
  private static String indented(String json) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean text = false;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      text ^= c == '"' && json.charAt(i - 1) != '\\';
      depth -= !text && (c == '}' || c == ']') ? 1 : 0;
      if (!text && (c == '}' || c == ']') && "{[".indexOf(json.charAt(i - 1)) < 0) {
        out.append('\n').append(" ".repeat(depth));
      }
      out.append(c);
      depth += !text && (c == '{' || c == '[') ? 1 : 0;
      boolean open = "{[".indexOf(c) >= 0 && "}]".indexOf(json.charAt(i + 1)) < 0;
      if (!text && (c == ',' || open)) {
        out.append('\n').append(" ".repeat(depth));
      }
    }
    return out.toString();
  }

  static void verify(String name, String actual) throws IOException {
    Path file = FOLDER.resolve(name);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(FOLDER);
      Files.writeString(file, actual);
    }
    assertThat(actual).isEqualTo(Files.readString(file));
  }
}
