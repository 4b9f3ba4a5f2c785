package dev.tuneplan.cost.history;

import dev.tuneplan.agent.record.PythonJson;
import dev.tuneplan.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a recording into the lines of a watch. A document is what {@code kubectl get -w -o json}
 * prints, with {@code --output-watch-events} or without, on one line or indented; a list counts as
 * its items. Beside {@code type} and {@code object} it may have {@code at}, when it was received.
 */
final class WatchLines {
  private final List<Watched> watched = new ArrayList<>();
  private int broken;

  private WatchLines() {}

  static WatchLines of(List<String> lines) {
    WatchLines all = new WatchLines();
    StringBuilder indented = new StringBuilder();
    for (String line : lines) {
      if (indented.isEmpty() && !line.strip().equals("{")) {
        all.document(line);
      } else {
        indented.append(line).append('\n');
        // kubectl indents what is inside
        if (line.stripTrailing().equals("}")) {
          all.document(indented.toString());
          indented.setLength(0);
        }
      }
    }
    all.document(indented.toString());
    return all;
  }

  List<Watched> watched() {
    return watched;
  }

  /** How many documents are none, such as the last one of a recorder that was killed. */
  int broken() {
    return broken;
  }

  private void document(String text) {
    if (text.isBlank()) {
      return;
    }
    @Nullable Object parsed = PythonJson.read(text);
    if (parsed == null) {
      broken++;
      return;
    }
    KubeObject json = new KubeObject(parsed);
    Optional<String> type = json.text("type");
    if (json.at("object").there() && type.isPresent()) {
      // a bookmark or an error says nothing of an object
      if (type.get().matches("ADDED|MODIFIED|DELETED")) {
        watched.add(
            new Watched(
                type.get().equals("DELETED"),
                json.time("at"),
                new KubeObject(json.at("object").value())));
      }
    } else if (json.at("items").there()) {
      json.members().forEach(i -> watched.add(new Watched(false, json.time("at"), i)));
    } else {
      watched.add(new Watched(false, json.time("at"), json));
    }
  }
}
