package dev.tuneplan.trainer;

import dev.tuneplan.files.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * LoRA targets as a run spec names them. PEFT takes one text as a regular expression that must
 * match a module's whole name, and a list as last names (peft 0.21.2 tuners/tuners_utils.py
 * check_target_module_exists, read 2026-11-25).
 */
final class Targets {
  private static final String SPEC = "method.targets";
  private static final List<String> PREFIXES =
      List.of(
          "model.layers.0.",
          "model.language_model.layers.0.",
          "language_model.model.layers.0.",
          "model.text_model.layers.0.",
          "base_model.model.model.layers.0.",
          "transformer.h.0.");
  private static final List<String> USUAL =
      List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");
  private static final List<String> MODULES =
      List.of(
          "self_attn.q_proj",
          "self_attn.k_proj",
          "self_attn.v_proj",
          "self_attn.o_proj",
          "self_attn.qkv_proj",
          "self_attn.dense",
          "self_attn.query_key_value",
          "attn.c_attn",
          "attn.c_proj",
          "mlp.gate_proj",
          "mlp.up_proj",
          "mlp.down_proj",
          "mlp.gate_up_proj",
          "mlp.fc1",
          "mlp.fc2",
          "mlp.c_fc",
          "mlp.c_proj");

  private Targets() {}

  /** Whether a text has signs that names of modules do not have. */
  static boolean isPattern(String text) {
    return text.matches(".*[*+?()\\[\\]|\\\\^$].*");
  }

  /**
   * Reads a key that holds a name, names, a regular expression, or the word for all linear layers.
   *
   * @param all the trainer's word for every linear layer
   * @return whether the key gave targets
   */
  static boolean read(Reading f, String key, String all) {
    boolean single = f.node(key).filter(Node.Scalar.class::isInstance).isPresent();
    Optional<String> text = single ? f.text(key) : Optional.empty();
    // an expression may hold commas, so it is looked at before the text is split at them
    if (text.filter(Targets::isPattern).isPresent()) {
      List<String> hits = matched(f, key, text.get());
      if (!hits.isEmpty()) {
        f.use(key, SPEC, hits);
      }
      return true;
    }
    List<String> given = f.texts(key);
    if (given.contains(all) || given.contains("all-linear")) {
      f.use(key, SPEC, "all-linear");
    } else if (!given.isEmpty()) {
      List<String> names = names(f, key, given);
      if (!names.isEmpty()) {
        f.use(key, SPEC, names);
      }
    }
    return !given.isEmpty();
  }

  private static List<String> names(Reading f, String key, List<String> given) {
    List<String> names = new ArrayList<>();
    for (String one : given) {
      String last = one.substring(one.lastIndexOf('.') + 1);
      if (isPattern(one)) {
        f.fault(
            key,
            "'"
                + one
                + "' stands in a list, where PEFT takes names only; write a regular"
                + " expression as one text");
      } else if (!last.equals(one)) {
        f.warn(key, one + " is counted as " + last + " wherever that stands");
      }
      if (!isPattern(one) && !names.contains(last)) {
        names.add(last);
      }
    }
    return names;
  }

  private static List<String> matched(Reading f, String key, String expression) {
    Pattern pattern;
    try {
      pattern = Pattern.compile(expression);
    } catch (PatternSyntaxException e) {
      f.fault(key, "is no regular expression: " + e.getDescription());
      return List.of();
    }
    List<String> hits =
        MODULES.stream()
            .filter(m -> PREFIXES.stream().anyMatch(p -> pattern.matcher(p + m).matches()))
            .map(m -> m.substring(m.indexOf('.') + 1))
            .distinct()
            .toList();
    if (hits.isEmpty()) {
      f.fault(
          key,
          "'" + expression + "' matches no module that is known; give --targets with their names");
      return List.of();
    }
    // an expression for any family matches names that the model has not; Llama's come first
    List<String> usual = hits.stream().filter(USUAL::contains).toList();
    return usual.isEmpty() ? hits : usual;
  }
}
