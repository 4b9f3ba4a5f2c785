package dev.tuneplan.template;

import java.util.Map;
import java.util.Set;

/** The filters of Jinja 3.1.6, with Transformers' {@code tojson}. */
final class Filters {
  /** Jinja's filters that are not built here. */
  static final Set<String> MISSING =
      Set.of("filesizeformat", "pprint", "random", "striptags", "urlize", "wordwrap", "xmlattr");

  private static final Map<String, Operation> ALL =
      new Operations()
          .addAll(TextFilters.all())
          .addAll(NumberFilters.all())
          .addAll(SequenceFilters.all())
          .addAll(SelectionFilters.all())
          .addAll(Map.of("tojson", Json.filter()))
          .done();

  private Filters() {}

  static Map<String, Operation> all() {
    return ALL;
  }

  static Object call(Run run, String name, Object value, Args args) {
    Operation filter = ALL.get(name);
    if (filter == null) {
      throw MISSING.contains(name)
          ? Fault.refused("the filter '" + name + "'")
          : Fault.raised("TemplateRuntimeError", "No filter named '" + name + "'.");
    }
    return filter.call(run, value, args);
  }
}
