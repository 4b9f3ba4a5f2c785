package dev.tuneplan.kube.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tuneplan.kube.api.ClusterConfig;
import dev.tuneplan.kube.render.Requests;
import dev.tuneplan.kube.render.Template;
import dev.tuneplan.testing.RecordedApi;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightTest {
  private static final Template FILE = Requests.template("rbac.yaml");

  @TempDir private Path folder;

  @Test
  void everyVerbOfTheFileIsARight() throws Exception {
    // each rule's resources times its verbs, counted in the text
    Pattern rule = Pattern.compile("resources: \\[([^]]*)]\\s+verbs: \\[([^]]*)]");
    int count =
        rule.matcher(Files.readString(Path.of("k8s-templates/rbac.yaml")))
            .results()
            .mapToInt(r -> words(r, 1) * words(r, 2))
            .sum();
    assertThat(Right.of(FILE)).hasSize(count).hasSizeGreaterThan(40).doesNotHaveDuplicates();
  }

  private static int words(MatchResult rule, int group) {
    return rule.group(group).split(",").length;
  }

  @Test
  void nothingButTheFilesRightsIsAskedFor() throws Exception {
    try (RecordedApi api = RecordedApi.of("whole")) {
      ClusterConfig config = new ClusterConfig(List.of(api.kubeconfig(folder)), Optional.empty());
      new ClusterSurvey(config.connect().api(), "ml").facts(Right.of(FILE));
      assertThat(api.reviewed())
          .containsExactlyInAnyOrderElementsOf(
              Right.of(FILE).stream()
                  .map(r -> (r.everywhere() ? "*: " : "ml: ") + r.verb() + " " + r.word())
                  .toList())
          .contains("ml: create jobs.batch", "ml: get pods/log", "*: list nodes")
          .noneMatch(r -> r.contains("secrets"));
    }
  }

  @Test
  void aPartOfAResourceIsAskedForAsSuch() {
    assertThat(new Right("tuneplan", false, "", "pods/log", "get").review("ml").get("spec"))
        .isEqualTo(
            Map.of(
                "resourceAttributes",
                Map.of(
                    "namespace", "ml",
                    "verb", "get",
                    "group", "",
                    "resource", "pods",
                    "subresource", "log")));
  }
}
