package dev.tuneplan.cli;

import dev.tuneplan.files.Node;
import dev.tuneplan.managed.LiteLlmPrices;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An import of LiteLLM's price list into the user's own folder, a file for each provider.
 *
 * @param file the list
 * @param read what it says
 * @param written files that changed
 * @param dryRun whether none was to be written
 */
record LiteLlmImport(Path file, LiteLlmPrices read, List<Path> written, boolean dryRun) {
  static LiteLlmImport of(Path file, Node root, Path folder, Optional<String> date, boolean dryRun)
      throws IOException {
    LiteLlmPrices read = LiteLlmPrices.read(root);
    List<Path> written = new ArrayList<>();
    String source = "LiteLLM " + file.getFileName();
    for (String provider : read.taken().keySet()) {
      Path to = folder.resolve(provider + ".imported.yaml");
      String text = read.file(provider, date, source);
      boolean same = Files.exists(to) && Files.readString(to).equals(text);
      if (!same && !dryRun) {
        Files.createDirectories(folder);
        Path part = folder.resolve(provider + ".imported.part");
        Files.writeString(part, text);
        Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
        written.add(to);
      }
    }
    return new LiteLlmImport(file, read, written, dryRun);
  }

  boolean empty() {
    return read.taken().isEmpty();
  }

  private long models() {
    return read.taken().values().stream().mapToLong(Map::size).sum();
  }

  String text(boolean markdown, boolean every) {
    StringBuilder out = new StringBuilder();
    out.append(
        Text.of(
            "%s: litellm; %,d entries read, %,d models taken, %,d entries left out%n",
            file,
            read.entries(),
            models(),
            read.left().values().stream().mapToLong(List::size).sum()));
    Table taken = new Table("provider", "models", "fine-tuned");
    read.taken()
        .forEach((provider, models) ->
            taken.row(
                provider,
                "" + models.size(),
                "" + models.values().stream().filter(r -> r.tuned().isPresent()).count()));
    if (!empty()) {
      out.append('\n').append(markdown ? taken.markdown() : taken.text());
    }
    if (!read.left().isEmpty()) {
      Table left = new Table("entries", "left out because");
      read.left().forEach((reason, models) -> left.row("" + models.size(), reason));
      out.append('\n').append(markdown ? left.markdown() : left.text());
    }
    if (every) {
      read.left()
          .forEach((reason, models) ->
              out.append("\n").append(reason).append(": ").append(String.join(", ", models)));
      out.append('\n');
    }
    out.append(
        "\nThe list has no prices of training and no hosting fees: those stay as they are.\n");
    written.forEach(w -> out.append("Wrote ").append(w).append('\n'));
    if (written.isEmpty()) {
      out.append(
          dryRun
              ? "Nothing was written: --dry-run\n"
              : empty()
                  ? "Nothing was written: no model could be taken\n"
                  : "Nothing was written: all of it is there\n");
    }
    return out.toString();
  }

  Map<String, Object> tree() {
    return Tree.of(
        "format", "litellm",
        "entries", read.entries(),
        "taken", models(),
        "leftOutBecause", read.left(),
        "providers", List.copyOf(read.taken().keySet()),
        "written", written.stream().map(Path::toString).toList());
  }
}
