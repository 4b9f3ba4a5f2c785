package dev.tuneplan.agent;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** How a trainer is told of the checkpoint to go on from. */
public sealed interface Resume {
  /** It finds it by itself, or cannot go on at all. */
  record Automatic() implements Resume {}

  /**
   * At the end of its command.
   *
   * @param word what stands before the folder: {@code --resume_from_checkpoint}, or with the folder
   *     in one word when it ends with {@code =}
   */
  record Argument(String word) implements Resume {}

  /** In a variable of its environment. */
  record Variable(String name) implements Resume {}

  /** The command with the checkpoint in it. */
  default List<String> command(List<String> command, Path checkpoint) {
    List<String> words = new ArrayList<>(command);
    if (this instanceof Argument(String word) && word.endsWith("=")) {
      words.add(word + checkpoint);
    } else if (this instanceof Argument(String word)) {
      words.add(word);
      words.add(checkpoint.toString());
    }
    return List.copyOf(words);
  }

  /** The variables with the checkpoint in them. */
  default Map<String, String> env(Path checkpoint) {
    return this instanceof Variable(String name) ? Map.of(name, checkpoint.toString()) : Map.of();
  }
}
