package dev.tuneplan.agent.amd;

import dev.tuneplan.agent.reading.Reading;
import dev.tuneplan.agent.reading.Source;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Every AMD GPU that this process may use. A container sees the files of all of the machine's GPUs
 * below /sys, but the nodes of its own alone in /dev/dri, so a GPU without a node there is somebody
 * else's.
 */
public final class AmdSource implements Source {
  private final Path root;
  private List<Card> cards = List.of();

  /** Of this machine. */
  public AmdSource() {
    this(Path.of("/"));
  }

  /** Of what is below a folder that has /sys and /dev. */
  AmdSource(Path root) {
    this.root = root;
  }

  @Override
  public Inventory open() {
    List<Card> found = new ArrayList<>();
    int others = 0;
    for (Path device : list(root.resolve("sys/class/drm"), "card[0-9]*")) {
      if (Card.here(device)) {
        Card card = new Card(device.resolve("device"));
        boolean ours =
            list(card.folder().resolve("drm"), "renderD*").stream()
                .anyMatch(n -> Files.exists(root.resolve("dev/dri").resolve(n.getFileName())));
        if (ours) {
          found.add(card);
        } else {
          others++;
        }
      }
    }
    cards = List.copyOf(found);
    return new Inventory(
        cards.stream().map(Card::device).toList(),
        cards.isEmpty() && others > 0
            ? "this machine has AMD GPUs, but none of them is given to this process"
            : "");
  }

  @Override
  public List<Reading> read() {
    return cards.stream().map(Card::read).toList();
  }

  static List<Path> list(Path folder, String glob) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, glob)) {
      all.forEach(found::add);
    } catch (IOException | DirectoryIteratorException e) {
      return List.of();
    }
    found.sort(Comparator.comparing(Path::toString));
    return found;
  }
}
