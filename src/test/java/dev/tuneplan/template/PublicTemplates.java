package dev.tuneplan.template;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The public chat templates that {@code make fixtures} fetched. */
final class PublicTemplates {
  private PublicTemplates() {}

  static Path folder() {
    Path folder = Path.of(System.getProperty("tuneplan.fixtures", ".fixtures"));
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder.toAbsolutePath() + " is not there: run make fixtures");
    }
    return folder;
  }

  /**
   * The text of a template by its id in golden.csv: a path, and the name of one of several in it.
   */
  static String text(String id) {
    int hash = id.indexOf('#');
    Path path = folder().resolve(hash < 0 ? id : id.substring(0, hash));
    if (!Files.isRegularFile(path)) {
      throw new IllegalStateException(path + " is not there: run make fixtures");
    }
    if (id.endsWith(".jinja")) {
      try {
        return Files.readString(path, StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }
    Object template = ((Map<?, ?>) JsonFile.read(path)).get("chat_template");
    if (hash < 0) {
      return (String) template;
    }
    return ((List<?>) template)
        .stream()
            .map(t -> (Map<?, ?>) t)
            .filter(t -> id.substring(hash + 1).equals(t.get("name")))
            .map(t -> (String) t.get("template"))
            .findFirst()
            .orElseThrow();
  }
}
