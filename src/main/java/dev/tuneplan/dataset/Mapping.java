package dev.tuneplan.dataset;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import dev.tuneplan.base.Suggestion;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Names of a data set's own fields and roles, where they differ from the usual ones. The same is
 * said by axolotl's {@code field_messages}, {@code message_property_mappings} and {@code roles}
 * (prompt_strategies/chat_template.py, 0.19.0) and by LLaMA-Factory's {@code columns} and {@code
 * tags} (data/parser.py, 0.9.5), both read 2026-11-25.
 *
 * @param fields usual name to the data set's name; a name of {@code -} means "not there"
 * @param roles the data set's role to the usual one
 */
public record Mapping(Map<String, String> fields, Map<String, String> roles) {
  /** The usual names of fields. */
  public static final List<String> FIELDS =
      List.of(
          "messages",
          "role",
          "content",
          "tools",
          "chat_template_kwargs",
          "system",
          "instruction",
          "input",
          "output",
          "history",
          "prompt",
          "completion",
          "text",
          "data");

  /** The usual roles, as chat templates and OpenAI's files know them. */
  public static final List<String> ROLES =
      List.of("system", "developer", "user", "assistant", "tool", "function", "ipython");

  /**
   * Roles of ShareGPT files. Axolotl maps human and gpt by itself, LLaMA-Factory these four; TRL
   * 1.16 hands them to the template as they are, which most templates refuse.
   */
  private static final Map<String, String> KNOWN =
      Map.of(
          "human", "user", "gpt", "assistant", "observation", "tool", "function_call", "assistant");

  /** The usual names. */
  public static final Mapping NONE = new Mapping(Map.of(), Map.of());

  public Mapping {
    Problems problems = new Problems();
    for (String name : fields.keySet()) {
      if (!FIELDS.contains(name)) {
        problems.add(
            Place.of("field mapping"),
            name,
            "is no field"
                + Suggestion.clause(name, FIELDS)
                + "; write USUAL=YOURS, where USUAL is one of "
                + String.join(", ", FIELDS));
      }
    }
    roles.forEach((theirs, usual) -> {
      if (!ROLES.contains(usual) && !usual.equals(theirs)) {
        problems.add(
            Place.of("role mapping"),
            theirs,
            "cannot be '"
                + usual
                + "'"
                + Suggestion.clause(usual, ROLES)
                + "; write YOURS=USUAL, where USUAL is one of "
                + String.join(", ", ROLES));
      }
    });
    problems.throwIfAny();
    // kept counts are found by these as text, which must be the same in every run
    fields = Collections.unmodifiableMap(new TreeMap<>(fields));
    roles = Collections.unmodifiableMap(new TreeMap<>(roles));
  }

  /**
   * Reads {@code USUAL=YOURS} for fields and {@code role.YOURS=USUAL} for roles, such as {@code
   * messages=conv}, {@code prompt=question}, {@code role.bot=assistant}.
   *
   * @throws InvalidInput with every fault
   */
  public static Mapping of(List<String> pairs) {
    Map<String, String> fields = new LinkedHashMap<>();
    Map<String, String> roles = new LinkedHashMap<>();
    Problems problems = new Problems();
    for (String pair : pairs) {
      int at = pair.indexOf('=');
      if (at < 1 || at == pair.length() - 1) {
        problems.add(
            Place.of("field mapping"), pair, "write it as prompt=question or role.bot=assistant");
      } else if (pair.startsWith("role.")) {
        roles.put(pair.substring(5, at), pair.substring(at + 1));
      } else {
        fields.put(pair.substring(0, at), pair.substring(at + 1));
      }
    }
    problems.throwIfAny();
    return new Mapping(fields, roles);
  }

  /** The data set's name of a field. */
  String name(String usual) {
    return fields.getOrDefault(usual, usual);
  }

  /** Every name that a row's field may have, in the data set. */
  Set<String> names() {
    Set<String> names = new HashSet<>();
    FIELDS.forEach(f -> names.add(name(f)));
    if (!fields.containsKey("messages")) {
      names.add("conversations");
    }
    return names;
  }

  /** The usual name of a role, or the role itself when it is not known. */
  String role(String theirs) {
    String usual = roles.get(theirs);
    return usual != null ? usual : KNOWN.getOrDefault(theirs, theirs);
  }

  /** Whether a role may stand in a message, before or after mapping. */
  boolean knows(String theirs) {
    return roles.containsKey(theirs) || KNOWN.containsKey(theirs) || ROLES.contains(theirs);
  }
}
