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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The data of axolotl (0.19.0 utils/schemas/datasets.py, prompt_strategies,
 * utils/samplers/multipack.py, read 2026-11-25).
 */
final class AxolotlData {
  private static final List<String> LISTS = List.of("datasets", "pretraining_dataset");

  /** Keys of a data set that name its fields, and the names here. */
  private static final Map<String, String> FIELDS =
      Map.ofEntries(
          Map.entry("field_messages", "messages"),
          Map.entry("message_field_role", "role"),
          Map.entry("message_field_content", "content"),
          Map.entry("message_property_mappings.role", "role"),
          Map.entry("message_property_mappings.content", "content"),
          Map.entry("field_tools", "tools"),
          Map.entry("field_human", "prompt"),
          Map.entry("field_model", "completion"),
          Map.entry("field", "text"),
          Map.entry("text_column", "text"),
          Map.entry("type.field_system", "system"),
          Map.entry("type.field_instruction", "instruction"),
          Map.entry("type.field_input", "input"),
          Map.entry("type.field_output", "output"));

  private final Reading f;
  private final Beside beside;

  private AxolotlData(Reading f, Beside beside) {
    this.f = f;
    this.beside = beside;
  }

  static TrainerData read(Reading f, Beside beside) {
    return new AxolotlData(f, beside).data();
  }

  private TrainerData data() {
    List<Dataset> train = new ArrayList<>();
    LISTS.forEach(key -> train.addAll(list(key)));
    List<Dataset> eval = list("test_datasets");
    double share = f.number("val_set_size", 0, 1e9).orElse(0);
    if (share > 0 && !eval.isEmpty()) {
      f.fault(
          "val_set_size",
          "does not go with test_datasets at " + f.place("test_datasets") + "; keep one of them");
    }
    f.noteIfThere("val_set_size", "data: examples held back");
    return new TrainerData(
        train,
        eval,
        share,
        template("chat_template", "chat_template_jinja"),
        Optional.empty(),
        loss(train),
        layout(),
        OptionalLong.empty());
  }

  private List<Dataset> list(String key) {
    Optional<Node> node = f.below(key);
    List<Dataset> sets = new ArrayList<>();
    if (node.isPresent() && node.get() instanceof Node.Sequence all) {
      for (int i = 0; i < all.items().size(); i++) {
        if (all.items().get(i) instanceof Node.Mapping) {
          set(key + "[" + i + "].").ifPresent(sets::add);
        } else {
          f.out().problems().add(all.items().get(i).place(), key, "must hold mappings with a path");
        }
      }
    } else {
      node.ifPresent(n -> {
        if (key.equals("pretraining_dataset") && n instanceof Node.Scalar s) {
          f.note(key, "data: " + s.text());
        } else {
          f.fault(key, "must be a list of mappings with a path");
        }
      });
    }
    return sets;
  }

  private Optional<Dataset> set(String prefix) {
    Optional<String> path = f.text(prefix + "path");
    boolean custom =
        f.mentions(prefix + "type.field_instruction") || f.mentions(prefix + "type.format");
    String strategy = custom ? "user-defined" : f.text(prefix + "type").orElse("");
    List<String> files = f.has(prefix + "data_files") ? f.texts(prefix + "data_files") : List.of();
    Map<String, String> fields = fields(prefix);
    f.noteIfThere(prefix + "path", "data: " + path.orElse(""));
    for (String key :
        List.of(
            "type",
            "data_files",
            "ds_type",
            "split",
            "name",
            "chat_template",
            "chat_template_jinja")) {
      f.noteIfThere(prefix + key, "data");
    }
    return path.map(p ->
        new Dataset(
            p,
            DataFiles.of(beside, p, files, f.place(prefix + "path")),
            custom ? Format.ALPACA : format(strategy),
            strategy,
            fields,
            template(prefix + "chat_template", prefix + "chat_template_jinja"),
            f.text(prefix + "split"),
            f.place(prefix + "path")));
  }

  private Map<String, String> fields(String prefix) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String key : List.copyOf(f.keys())) {
      if (!key.startsWith(prefix)) {
        continue;
      }
      String own = key.substring(prefix.length());
      String name = FIELDS.get(own);
      if (name != null && f.has(key)) {
        f.text(key).ifPresent(t -> fields.put(name, t));
        f.note(key, "data: the field of " + name);
      } else if (own.startsWith("roles.") && f.has(key)) {
        fields.put("role." + own.substring(6), String.join(",", f.texts(key)));
        f.note(key, "data: the words for a role");
      }
    }
    return fields;
  }

  private Format format(String strategy) {
    if (f.has("rl") || f.on("reward_model")) {
      return Format.PREFERENCE;
    }
    String first = strategy.split("[.:]")[0];
    return switch (first) {
      case "chat_template", "sharegpt", "chatml", "llama2_chat", "metharme" -> Format.CHAT;
      case "alpaca",
          "alpaca_chat",
          "alpaca_w_system",
          "explainchoice",
          "gpteacher",
          "oasst",
          "summarizetldr",
          "creative_acr",
          "orcamini" ->
          Format.ALPACA;
      case "completion", "pretrain" -> Format.TEXT;
      default -> Format.UNKNOWN;
    };
  }

  private Optional<Template> template(String name, String text) {
    f.noteIfThere(name, "data: the chat template");
    f.noteIfThere(text, "data: the chat template");
    Optional<String> own = f.text(text);
    return f.text(name)
        .or(() -> own.map(t -> "jinja"))
        .map(n -> new Template(n, own, f.place(f.has(name) ? name : text)));
  }

  private Loss loss(List<Dataset> train) {
    f.noteIfThere("train_on_inputs", "data: which tokens carry loss");
    boolean chat = train.stream().anyMatch(d -> d.format() == Format.CHAT);
    boolean texts = !train.isEmpty() && train.stream().allMatch(d -> d.format() == Format.TEXT);
    return f.on("train_on_inputs") || texts ? Loss.ALL : chat ? Loss.ASSISTANT : Loss.COMPLETION;
  }

  private Layout layout() {
    boolean packed = f.on("sample_packing");
    boolean inOrder = f.on("sample_packing_sequentially");
    Packing way = inOrder ? Packing.SEQUENTIAL : Packing.FIRST_FIT_DECREASING;
    String flat = f.text("batch_flattening").orElse("false");
    Packing loose =
        flat.equals("true") || flat.equals("auto") && !packed
            ? Packing.PADDING_FREE
            : f.on("pad_to_sequence_len") ? Packing.PADDED : Packing.NONE;
    String excess =
        f.word("excess_length_strategy", List.of("drop", "truncate", "raise")).orElse("drop");
    for (String key :
        List.of(
            "sample_packing_sequentially",
            "sample_packing_group_size",
            "sample_packing_bin_size",
            "eval_sample_packing",
            "pad_to_sequence_len",
            "batch_flattening",
            "excess_length_strategy")) {
      f.noteIfThere(key, "data: how examples fill sequences");
    }
    if (!f.has("excess_length_strategy")) {
      f.fill("excess_length_strategy", "data: longer examples are dropped");
    }
    OptionalLong group = f.whole("sample_packing_group_size", 1, 1_000_000_000);
    OptionalLong bin = f.whole("sample_packing_bin_size", 1, 1_000_000_000);
    return new Layout(
        packed ? way : loose,
        f.flag("eval_sample_packing").orElse(packed) ? way : loose,
        switch (excess) {
          case "truncate" -> TooLong.CUT;
          case "raise" -> TooLong.REFUSED;
          default -> TooLong.DROPPED;
        },
        HfArguments.groupsByLength(f),
        packed && group.isEmpty() ? OptionalLong.of(100_000) : group,
        packed && bin.isEmpty() ? OptionalLong.of(200) : bin);
  }
}
