package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a trainer's file says of its data: which, how examples are read, which tokens carry loss,
 * and how they are put into sequences.
 *
 * @param train what is trained on, in the order of the file
 * @param eval what is evaluated on
 * @param evalShare examples held back from {@code train}: a share below 1 or a number; 0 for none
 * @param template the chat template that is asked for, when one is
 * @param tokenizer a local tokenizer, when one is named
 * @param loss which tokens carry loss
 * @param layout how examples make sequences
 * @param maxSamples most examples of each data set
 */
public record TrainerData(
    List<Dataset> train,
    List<Dataset> eval,
    double evalShare,
    Optional<Template> template,
    Optional<String> tokenizer,
    Loss loss,
    Layout layout,
    OptionalLong maxSamples) {

  /** How examples are written. */
  public enum Format {
    /** a list of messages with roles */
    CHAT,
    /** instruction, input, output */
    ALPACA,
    /** a prompt and its completion */
    COMPLETION,
    /** text as it stands */
    TEXT,
    /** two answers, of which one is preferred, or rated ones */
    PREFERENCE,
    /** the trainer finds out, or a strategy that is not known here */
    UNKNOWN
  }

  /**
   * One data set.
   *
   * @param path as the trainer's file has it: a path, or a name on a hub
   * @param files local files and folders, as they can be opened from the working folder; empty
   *     where none of them is there
   * @param format how its examples are written
   * @param strategy the trainer's own word for that, such as {@code alpaca} or {@code
   *     chat_template.default}; empty where it gives none
   * @param fields what the data set calls a field, by a name of this record's: {@code messages},
   *     {@code role}, {@code content}, {@code system}, {@code tools}, {@code instruction}, {@code
   *     input}, {@code output}, {@code history}, {@code text}, {@code prompt}, {@code completion};
   *     and {@code role.user}, {@code role.assistant} and so on for its words for roles
   * @param template a chat template of its own
   * @param split the part that is taken, such as {@code train[:20%]}
   * @param place where the trainer's file names it
   */
  public record Dataset(
      String path,
      List<String> files,
      Format format,
      String strategy,
      Map<String, String> fields,
      Optional<Template> template,
      Optional<String> split,
      Place place) {
    public Dataset {
      files = List.copyOf(files);
      fields = Map.copyOf(fields);
    }

    /** Whether it lies on this machine. */
    public boolean local() {
      return !files.isEmpty();
    }
  }

  /**
   * A chat template that the trainer's file asks for.
   *
   * @param name the trainer's name of one of its own, a path, or {@code jinja}
   * @param text the template itself, where the file holds it
   * @param place where
   */
  public record Template(String name, Optional<String> text, Place place) {}

  /** Which tokens carry loss. */
  public enum Loss {
    /** every token */
    ALL,
    /** the completion of a prompt */
    COMPLETION,
    /** what the assistant says in each turn */
    ASSISTANT,
    /** what the assistant says in the last turn */
    LAST_ANSWER,
    /** the completion where examples have prompts, else every token (TRL's default) */
    BY_FORMAT
  }

  /** How a trainer fills sequences. */
  public enum Packing {
    /** one example a sequence, padded to the longest of its batch */
    NONE,
    /** one example a sequence, padded to the sequence length */
    PADDED,
    /** batches without padding, each as long as its examples together */
    PADDING_FREE,
    /** first-fit decreasing in groups of examples (axolotl's multipack) */
    FIRST_FIT_DECREASING,
    /** in the order of the data (axolotl's sample_packing_sequentially, torchtune) */
    SEQUENTIAL,
    /** best-fit decreasing; what is too long is cut (TRL's bfd) */
    BEST_FIT_DECREASING,
    /** best-fit decreasing; what is too long is split (TRL's bfd_split) */
    BEST_FIT_SPLIT,
    /** end to end, cut at the sequence length (TRL's wrapped, pre-training) */
    WRAPPED,
    /** greedy knapsack over a chunk of the data (LLaMA-Factory) */
    KNAPSACK
  }

  /** What happens to an example that is longer than a sequence. */
  public enum TooLong {
    CUT,
    DROPPED,
    SPLIT,
    REFUSED
  }

  /**
   * How examples make sequences.
   *
   * @param packing the way
   * @param evalPacking the way of the evaluation
   * @param tooLong what happens to examples that do not fit
   * @param groupByLength whether batches are made of examples of like length
   * @param groupSize examples that are packed together, when the way has groups
   * @param binSize most examples in one sequence, when the way has a limit
   */
  public record Layout(
      Packing packing,
      Packing evalPacking,
      TooLong tooLong,
      boolean groupByLength,
      OptionalLong groupSize,
      OptionalLong binSize) {
    /** One example a sequence, cut where it is too long. */
    static Layout plain() {
      return new Layout(
          Packing.NONE,
          Packing.NONE,
          TooLong.CUT,
          false,
          OptionalLong.empty(),
          OptionalLong.empty());
    }
  }

  public TrainerData {
    train = List.copyOf(train);
    eval = List.copyOf(eval);
    if (!(evalShare >= 0)) {
      throw new IllegalArgumentException("evalShare must not be below 0, was " + evalShare);
    }
  }

  /** Every training data set that lies on this machine. */
  public List<Dataset> local() {
    return train.stream().filter(Dataset::local).toList();
  }
}
