package dev.tuneplan.tokenizer;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.files.JsonFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What stands beside a {@code tokenizer.json}: chat templates and special tokens.
 *
 * @param file the tokenizer.json
 * @param templates chat templates by name; the one that chats use is called "default"
 * @param specialTokens texts of bos_token, eos_token and the like, as a template sees them
 */
public record TokenizerFolder(
    Path file, Map<String, Template> templates, Map<String, Object> specialTokens) {
  private static final List<String> SPECIAL =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** The template that Transformers takes when none is named. */
  public static final String DEFAULT = "default";

  /** The one that it takes where a conversation has tools. */
  private static final String TOOL_USE = "tool_use";

  /**
   * A chat template.
   *
   * @param source file that it stands in
   * @param text Jinja
   */
  public record Template(String source, String text) {}

  public TokenizerFolder {
    templates = Map.copyOf(templates);
  }

  /** Reads a tokenizer.json's surroundings, or those of the one in a folder. */
  public static TokenizerFolder of(Path path) {
    Path file = Files.isDirectory(path) ? path.resolve("tokenizer.json") : path;
    Path folder = file.toAbsolutePath().getParent();
    if (!Files.isRegularFile(file)) {
      throw new InvalidInput(
          Place.of(path.toString()),
          "",
          Files.isDirectory(path)
              ? "has no tokenizer.json" + slowOne(path)
              : "no such file; give a tokenizer.json or the folder that holds one");
    }
    if (folder == null) {
      throw new InvalidInput(Place.of(path.toString()), "", "has no folder");
    }
    Map<?, ?> config = config(folder.resolve("tokenizer_config.json"));
    Map<String, Template> templates = new TreeMap<>();
    inConfig(folder.resolve("tokenizer_config.json"), config, templates);
    inFiles(folder, templates);
    return new TokenizerFolder(file, templates, specialTokens(folder, config));
  }

  /** Models of older Transformers have a SentencePiece file alone. */
  private static String slowOne(Path folder) {
    for (String name : List.of("tokenizer.model", "tekken.json", "vocab.json", "spiece.model")) {
      if (Files.exists(folder.resolve(name))) {
        return ", only "
            + name
            + "; AutoTokenizer.from_pretrained(…).save_pretrained(…) of Transformers writes one";
      }
    }
    return "; give a tokenizer.json or the folder that holds one";
  }

  private static Map<?, ?> config(Path file) {
    if (!Files.isRegularFile(file)) {
      return Map.of();
    }
    if (JsonFiles.read(file) instanceof Map<?, ?> map) {
      return map;
    }
    throw new InvalidInput(Place.of(file.toString()), "", "must be a mapping");
  }

  /** A text, or a list of named ones (Transformers, tokenization_utils_base.py). */
  private static void inConfig(Path file, Map<?, ?> config, Map<String, Template> templates) {
    switch (config.get("chat_template")) {
      case String text -> templates.put(DEFAULT, new Template(file + " chat_template", text));
      case List<?> named -> {
        for (Object item : named) {
          if (item instanceof Map<?, ?> m && m.get("template") instanceof String text) {
            String name = String.valueOf(m.get("name"));
            templates.put(name, new Template(file + " chat_template." + name, text));
          }
        }
      }
      case null, default -> {}
    }
  }

  /** Files of their own, which win over what the config says. */
  private static void inFiles(Path folder, Map<String, Template> templates) {
    Path legacy = folder.resolve("chat_template.json");
    if (Files.isRegularFile(legacy)
        && JsonFiles.read(legacy) instanceof Map<?, ?> m
        && m.get("chat_template") instanceof String text) {
      templates.put(DEFAULT, new Template(legacy + " chat_template", text));
    }
    Path jinja = folder.resolve("chat_template.jinja");
    if (Files.isRegularFile(jinja)) {
      templates.put(DEFAULT, template(jinja));
    }
    Path more = folder.resolve("additional_chat_templates");
    if (Files.isDirectory(more)) {
      try (var files = Files.list(more)) {
        files
            .filter(f -> f.toString().endsWith(".jinja"))
            .forEach(f -> {
              String name = String.valueOf(f.getFileName());
              templates.put(name.substring(0, name.length() - ".jinja".length()), template(f));
            });
      } catch (IOException e) {
        throw new InvalidInput(
            Place.of(more.toString()), "", "cannot be listed: " + e.getMessage());
      }
    }
  }

  /** A template from a file of its own. */
  public static Template template(Path file) {
    return new Template(file.toString(), new String(JsonFiles.bytes(file), StandardCharsets.UTF_8));
  }

  private static Map<String, Object> specialTokens(Path folder, Map<?, ?> config) {
    Map<String, Object> found = new LinkedHashMap<>();
    // older checkpoints name them in a file of their own
    Map<?, ?> older = config(folder.resolve("special_tokens_map.json"));
    for (String key : SPECIAL) {
      String text = token(config.containsKey(key) ? config.get(key) : older.get(key));
      if (text != null) {
        found.put(key, text);
      }
    }
    if (config.get("additional_special_tokens") instanceof List<?> more) {
      found.put(
          "additional_special_tokens",
          more.stream().map(TokenizerFolder::token).filter(t -> t != null).toList());
    }
    return found;
  }

  private static @Nullable String token(@Nullable Object value) {
    return switch (value) {
      case String s -> s;
      case Map<?, ?> m when m.get("content") instanceof String s -> s;
      case null, default -> null;
    };
  }

  /** The template for conversations with tools, where there is one of its own. */
  public Optional<Template> toolTemplate() {
    return Optional.ofNullable(templates.get(TOOL_USE));
  }

  /** The template that chats are rendered with. */
  public Optional<Template> chatTemplate() {
    return Optional.ofNullable(templates.get(DEFAULT));
  }
}
