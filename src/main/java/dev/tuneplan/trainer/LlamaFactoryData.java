package dev.tuneplan.trainer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.files.Node;
import dev.tuneplan.trainer.TrainerData.Dataset;
import dev.tuneplan.trainer.TrainerData.Format;
import dev.tuneplan.trainer.TrainerData.Layout;
import dev.tuneplan.trainer.TrainerData.Loss;
import dev.tuneplan.trainer.TrainerData.Packing;
import dev.tuneplan.trainer.TrainerData.Template;
import dev.tuneplan.trainer.TrainerData.TooLong;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The data of LLaMA-Factory: names in {@code dataset_info.json} of {@code dataset_dir} (0.9.5
 * data/parser.py DatasetAttr, hparams/data_args.py, data/processor, read 2026-11-25).
 */
final class LlamaFactoryData {
  private static final String INFO = "dataset_info.json";
  private static final Map<String, String> ALPACA =
      Map.of("prompt", "instruction", "query", "input", "response", "output");
  private static final Map<String, String> SHAREGPT =
      Map.of(
          "messages",
          "conversations",
          "role_tag",
          "from",
          "content_tag",
          "value",
          "user_tag",
          "human",
          "assistant_tag",
          "gpt",
          "system_tag",
          "system");

  private final Reading f;
  private final Beside beside;

  private LlamaFactoryData(Reading f, Beside beside) {
    this.f = f;
    this.beside = beside;
  }

  static TrainerData read(Reading f, Beside beside) {
    return new LlamaFactoryData(f, beside).data();
  }

  private TrainerData data() {
    Optional<Reading> info = info();
    List<Dataset> train = sets("dataset", info);
    List<Dataset> eval = sets("eval_dataset", info);
    double share = f.number("val_size", 0, 1e9).orElse(0);
    f.noteIfThere("val_size", "data: examples held back");
    OptionalLong most = f.whole("max_samples", 1, 1_000_000_000_000L);
    f.noteIfThere("max_samples", "data: the most examples of each data set");
    f.noteIfThere("template", "data: the chat template");
    boolean texts = f.text("stage").filter("pt"::equals).isPresent();
    return new TrainerData(
        train,
        eval,
        share,
        f.text("template").map(t -> new Template(t, Optional.empty(), f.place("template"))),
        Optional.empty(),
        loss(texts),
        layout(texts),
        most);
  }

  /** {@code dataset_info.json}, when the folder is there. */
  private Optional<Reading> info() {
    String folder = f.text("dataset_dir").orElse("data");
    f.noteIfThere("dataset_dir", "data: the folder of " + INFO);
    if (!f.has("dataset") && !f.has("eval_dataset")) {
      return Optional.empty();
    }
    if (!f.has("dataset_dir")) {
      f.fill("dataset_dir", "data: the folder of " + INFO + " = data");
    }
    if (folder.contains(":") || folder.equals("ONLINE")) {
      return Optional.empty();
    }
    String key = f.has("dataset_dir") ? "dataset_dir" : "dataset";
    return switch (beside.find(folder + "/" + INFO, f.place(key))) {
      case Beside.Here here -> readable(here);
      case Beside.Missing missing -> {
        f.warn(key, INFO + " is not there (looked for " + String.join(", ", missing.tried()) + ")");
        yield Optional.empty();
      }
    };
  }

  private Optional<Reading> readable(Beside.Here here) {
    try {
      Node root = beside.read(here);
      f.out().file(here.path() + " (" + f.known().version() + ")");
      return Optional.of(new Reading(root, f.known(), f.out()));
    } catch (InvalidInput e) {
      e.problems().forEach(p -> f.out().problems().add(p.place(), p.subject(), p.rule()));
      return Optional.empty();
    }
  }

  private List<Dataset> sets(String key, Optional<Reading> info) {
    List<Dataset> sets = new ArrayList<>();
    for (String name : f.texts(key)) {
      sets.add(
          info.flatMap(i -> described(i, name, key))
              .orElseGet(() ->
                  new Dataset(
                      name,
                      List.of(),
                      Format.UNKNOWN,
                      "",
                      Map.of(),
                      Optional.empty(),
                      Optional.empty(),
                      f.place(key))));
    }
    f.noteIfThere(key, "data: " + String.join(", ", f.texts(key)));
    return sets;
  }

  private Optional<Dataset> described(Reading info, String name, String key) {
    if (!info.mentions(name)) {
      List<String> names = info.keys().stream().map(k -> k.split("\\.")[0]).distinct().toList();
      f.fault(
          key,
          "'"
              + name
              + "' is not in "
              + info.place().file()
              + dev.tuneplan.base.Suggestion.clause(name, names));
      return Optional.empty();
    }
    String p = name + ".";
    boolean chat =
        info.text(p + "formatting")
            .filter(w -> w.equals("sharegpt") || w.equals("openai"))
            .isPresent();
    boolean ranking = info.on(p + "ranking");
    Map<String, String> fields = new LinkedHashMap<>();
    (chat ? SHAREGPT : ALPACA)
        .forEach((column, fallback) -> {
          String section = column.endsWith("_tag") ? "tags." : "columns.";
          fields.put(called(column), info.text(p + section + column).orElse(fallback));
        });
    for (String column : List.of("system", "tools", "history")) {
      info.text(p + "columns." + column).ifPresent(v -> fields.put(column, v));
    }
    String folder = f.text("dataset_dir").orElse("data");
    List<String> files =
        info.text(p + "file_name")
            .map(file -> DataFiles.of(beside, folder + "/" + file, List.of(), f.place(key)))
            .orElse(List.of());
    String path =
        info.text(p + "file_name")
            .or(() -> info.text(p + "hf_hub_url"))
            .or(() -> info.text(p + "ms_hub_url"))
            .or(() -> info.text(p + "script_url"))
            .orElse(name);
    return Optional.of(
        new Dataset(
            path,
            files,
            ranking ? Format.PREFERENCE : chat ? Format.CHAT : Format.ALPACA,
            info.text(p + "formatting").orElse("alpaca"),
            fields,
            Optional.empty(),
            info.text(p + "split"),
            info.place(name)));
  }

  private static String called(String column) {
    return switch (column) {
      case "prompt" -> "instruction";
      case "query" -> "input";
      case "response" -> "output";
      case "role_tag" -> "role";
      case "content_tag" -> "content";
      case "user_tag" -> "role.user";
      case "assistant_tag" -> "role.assistant";
      case "system_tag" -> "role.system";
      default -> column;
    };
  }

  private Loss loss(boolean texts) {
    boolean prompt = f.on("train_on_prompt");
    boolean last = f.on("mask_history");
    if (prompt && last) {
      f.fault(
          "mask_history",
          "does not go with train_on_prompt at "
              + f.place("train_on_prompt")
              + "; keep one of them");
    }
    f.noteIfThere("train_on_prompt", "data: which tokens carry loss");
    f.noteIfThere("mask_history", "data: which tokens carry loss");
    return texts || prompt ? Loss.ALL : last ? Loss.LAST_ANSWER : Loss.ASSISTANT;
  }

  /** Packing is on by default for pre-training, and with neat_packing. */
  private Layout layout(boolean texts) {
    Optional<Boolean> given = f.flag("packing");
    boolean neat = f.on("neat_packing");
    boolean on = neat || given.orElse(texts);
    if (given.isPresent() && !neat) {
      f.use("packing", "training.packing", given.get().toString());
    } else if (neat) {
      f.use("neat_packing", "training.packing", "true");
      f.noteIfThere("packing", "neat_packing packs");
    } else if (!f.has("packing")) {
      f.fill("packing", "training.packing", Boolean.toString(texts));
    }
    f.noteIfThere("neat_packing", "no neat packing");
    Packing way = texts ? Packing.WRAPPED : Packing.KNAPSACK;
    return new Layout(
        on ? way : Packing.NONE,
        on ? way : Packing.NONE,
        on && texts ? TooLong.SPLIT : TooLong.CUT,
        HfArguments.groupsByLength(f),
        f.whole("preprocessing_batch_size", 1, 1_000_000_000),
        OptionalLong.empty());
  }
}
