package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.TrainerData.Dataset;
import dev.tuneplan.trainer.TrainerData.Format;
import dev.tuneplan.trainer.TrainerData.Layout;
import dev.tuneplan.trainer.TrainerData.Loss;
import dev.tuneplan.trainer.TrainerData.Packing;
import dev.tuneplan.trainer.TrainerData.Template;
import dev.tuneplan.trainer.TrainerData.TooLong;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The data of {@code trl sft} (trl 1.16.0 scripts/utils.py, trainer/sft_config.py, read
 * 2026-11-25): {@code datasets} goes before {@code dataset_name}, and the examples' columns tell
 * their format.
 */
final class TrlData {
  private TrlData() {}

  static TrainerData read(Reading f, Beside beside) {
    Map<String, String> fields = Map.of("text", f.text("dataset_text_field").orElse("text"));
    f.noteIfThere("dataset_text_field", "data: the column of texts");
    List<Dataset> train = new ArrayList<>();
    if (f.below("datasets").orElse(null) instanceof Node.Sequence mixture) {
      for (int i = 0; i < mixture.items().size(); i++) {
        mixed(f, beside, "datasets[" + i + "].", fields).ifPresent(train::add);
      }
      f.noteIfThere("dataset_name", "data: datasets goes before it");
    } else {
      String key = f.has("dataset_name") ? "dataset_name" : "dataset_path";
      f.text(key)
          .ifPresent(name -> {
            Optional<String> split = f.text("dataset_train_split");
            f.noteIfThere("dataset_train_split", "data: the split");
            train.add(
                new Dataset(
                    name,
                    DataFiles.of(beside, name, List.of(), f.place(key)),
                    Format.UNKNOWN,
                    "",
                    fields,
                    Optional.empty(),
                    split,
                    f.place(key)));
            f.note(key, "data: " + name);
          });
    }
    return new TrainerData(
        train,
        List.of(),
        0,
        template(f),
        Optional.empty(),
        loss(f),
        layout(f),
        OptionalLong.empty());
  }

  private static Optional<Dataset> mixed(
      Reading f, Beside beside, String prefix, Map<String, String> fields) {
    Optional<String> path = f.text(prefix + "path");
    List<String> files = f.has(prefix + "data_files") ? f.texts(prefix + "data_files") : List.of();
    for (String key :
        List.of("path", "name", "data_dir", "data_files", "split", "columns", "fraction")) {
      f.noteIfThere(prefix + key, "data");
    }
    return path.map(p ->
        new Dataset(
            p,
            DataFiles.of(beside, p, files, f.place(prefix + "path")),
            Format.UNKNOWN,
            "",
            fields,
            Optional.empty(),
            f.text(prefix + "split"),
            f.place(prefix + "path")));
  }

  private static Optional<Template> template(Reading f) {
    String key = "chat_template_path";
    f.noteIfThere(key, "data: the chat template");
    return f.text(key).map(t -> new Template(t, Optional.empty(), f.place(key)));
  }

  private static Loss loss(Reading f) {
    boolean assistant = f.on("assistant_only_loss");
    Optional<Boolean> completion = f.flag("completion_only_loss");
    Loss loss =
        assistant
            ? Loss.ASSISTANT
            : completion.map(c -> c ? Loss.COMPLETION : Loss.ALL).orElse(Loss.BY_FORMAT);
    f.noteIfThere(
        "assistant_only_loss", "data: loss on " + loss.name().toLowerCase(java.util.Locale.ROOT));
    f.noteIfThere(
        "completion_only_loss", "data: loss on " + loss.name().toLowerCase(java.util.Locale.ROOT));
    return loss;
  }

  private static Layout layout(Reading f) {
    String strategy =
        f.word("packing_strategy", List.of("bfd", "bfd_split", "bfd-requeue", "wrapped"))
            .orElse("bfd");
    Packing packed =
        switch (strategy) {
          case "bfd" -> Packing.BEST_FIT_DECREASING;
          case "wrapped" -> Packing.WRAPPED;
          default -> Packing.BEST_FIT_SPLIT;
        };
    Packing loose = f.on("padding_free") ? Packing.PADDING_FREE : Packing.NONE;
    boolean on = f.on("packing");
    boolean eval = f.flag("eval_packing").orElse(on);
    for (String key : List.of("packing_strategy", "padding_free", "eval_packing")) {
      f.noteIfThere(key, "data: how examples fill sequences");
    }
    if (on && !f.has("packing_strategy")) {
      f.fill("packing_strategy", "data: best fit, longest first");
    }
    boolean split = on && packed != Packing.BEST_FIT_DECREASING;
    return new Layout(
        on ? packed : loose,
        eval ? packed : loose,
        split ? TooLong.SPLIT : TooLong.CUT,
        HfArguments.groupsByLength(f),
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
