package dev.tuneplan.trainer;

import dev.tuneplan.base.Place;
import dev.tuneplan.files.Leaves;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns what a trainer's file says of its data into a run spec's keys, where it lies here. */
final class SpecData {
  private SpecData() {}

  static void of(TrainerData data, Outcome out) {
    if (data.train().isEmpty()) {
      return;
    }
    List<TrainerData.Dataset> here = data.local();
    if (here.size() < data.train().size()) {
      if (!here.isEmpty()) {
        out.warn(
            missing(data).place(),
            missing(data).path(),
            "is not on this machine, so that none of the data is counted; give its size with"
                + " --tokens, or with --examples and --tokens-per-example");
      }
      return;
    }
    TrainerData.Dataset first = here.getFirst();
    for (TrainerData.Dataset other : here) {
      if (!other.fields().equals(first.fields()) || other.format() != first.format()) {
        out.warn(
            other.place(),
            other.path(),
            "is written in another way than "
                + first.path()
                + "; data sets of several formats are not counted together: give their size with"
                + " --tokens, or with --examples and --tokens-per-example");
        return;
      }
    }
    out.set("data.train", texts(first.place(), files(here)));
    format(first.format()).ifPresent(f -> out.set("data.format", first.place(), f));
    first
        .fields()
        .forEach((usual, theirs) -> {
          boolean role = usual.startsWith("role.");
          // a role of the data is told by its own word, a field by the usual one
          String key = role ? "data.roles." + theirs.replace(".", "_") : "data.fields." + usual;
          if (!usual.equals(theirs)) {
            out.set(key, first.place(), role ? usual.substring("role.".length()) : theirs);
          }
        });
    List<TrainerData.Dataset> eval =
        data.eval().stream().filter(TrainerData.Dataset::local).toList();
    if (!eval.isEmpty()) {
      out.set("data.eval", texts(eval.getFirst().place(), files(eval)));
    }
    data.tokenizer().ifPresent(t -> out.set("data.tokenizer", first.place(), t));
    first.template().or(data::template).ifPresent(t -> template(t, out));
    out.set("data.loss", first.place(), loss(data.loss(), first.format()));
    strategy(data.layout().packing())
        .ifPresent(s -> out.set("training.packingStrategy", first.place(), s));
    if (data.evalShare() > 0) {
      out.warn(
          first.place(),
          "",
          data.evalShare() < 1
              ? Math.round(100 * data.evalShare())
                  + " % of the examples are held back for evaluation, which the count does not"
                  + " leave out"
              : Math.round(data.evalShare())
                  + " examples are held back for evaluation, which the count does not leave out");
    }
  }

  private static TrainerData.Dataset missing(TrainerData data) {
    return data.train().stream().filter(d -> !d.local()).findFirst().orElseThrow();
  }

  private static List<String> files(List<TrainerData.Dataset> sets) {
    List<String> files = new ArrayList<>();
    sets.forEach(s -> files.addAll(s.files()));
    return files;
  }

  private static dev.tuneplan.files.Node texts(Place at, List<String> texts) {
    return Leaves.list(at, texts);
  }

  private static Optional<String> format(TrainerData.Format format) {
    return switch (format) {
      case CHAT -> Optional.of("chat");
      case ALPACA -> Optional.of("alpaca");
      case COMPLETION -> Optional.of("completion");
      case TEXT -> Optional.of("text");
      case PREFERENCE, UNKNOWN -> Optional.empty();
    };
  }

  /** A template that is a file here; those that trainers carry are not known. */
  private static void template(TrainerData.Template t, Outcome out) {
    try {
      if (Files.exists(Path.of(t.name()))) {
        out.set("data.chatTemplate", t.place(), t.name());
        return;
      }
    } catch (InvalidPathException e) {
      // a template's text is no path
    }
    if (!t.name().equals("tokenizer_default")) {
      out.warn(
          t.place(),
          t.name(),
          "is a template of the trainer, which tuneplan does not have: examples are counted with"
              + " the tokenizer's own; --chat-template names a file");
    }
  }

  private static String loss(TrainerData.Loss loss, TrainerData.Format format) {
    return switch (loss) {
      case ALL -> "all";
      case COMPLETION, ASSISTANT, LAST_ANSWER -> "answers";
      case BY_FORMAT -> format == TrainerData.Format.COMPLETION ? "answers" : "all";
    };
  }

  /** The word of a run spec; ways that hold one example a sequence have none. */
  private static Optional<String> strategy(TrainerData.Packing packing) {
    return switch (packing) {
      case NONE, PADDED, PADDING_FREE -> Optional.empty();
      case FIRST_FIT_DECREASING -> Optional.of("multipack");
      case SEQUENTIAL -> Optional.of("sequential");
      case BEST_FIT_DECREASING -> Optional.of("bfd");
      case BEST_FIT_SPLIT -> Optional.of("bfd_split");
      case WRAPPED -> Optional.of("wrapped");
      case KNAPSACK -> Optional.of("knapsack");
    };
  }
}
