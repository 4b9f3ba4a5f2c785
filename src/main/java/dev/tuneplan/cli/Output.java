package dev.tuneplan.cli;

import dev.tuneplan.files.JsonText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The forms in which every command prints. */
enum Output {
  table,
  json,
  yaml,
  markdown;

  /** Prints a result: as text by {@code text}, or the tree that machines read. */
  String render(Function<Boolean, String> text, Supplier<Map<String, Object>> tree) {
    return switch (this) {
      case table -> text.apply(false);
      case markdown -> text.apply(true);
      case json -> JsonIndent.of(JsonText.of(withNulls(tree.get())));
      case yaml ->
          new Dump(
                  DumpSettings.builder()
                      .setDefaultFlowStyle(FlowStyle.BLOCK)
                      .setSplitLines(false)
                      .build())
              .dumpToString(withNulls(tree.get()));
    };
  }

  /** The same tree with the null of YAML and JSON for what is not known. */
  static @Nullable Object plain(@Nullable Object value) {
    return withNulls(value);
  }

  private static @Nullable Object withNulls(@Nullable Object value) {
    return switch (value) {
      case Map<?, ?> m -> {
        Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
        m.forEach((k, v) -> copy.put(String.valueOf(k), withNulls(v)));
        yield copy;
      }
      case Iterable<?> l -> {
        List<@Nullable Object> copy = new ArrayList<>();
        l.forEach(v -> copy.add(withNulls(v)));
        yield copy;
      }
      case None n -> null;
      case null, default -> value;
    };
  }

  /** A value that is not known. */
  enum None {
    NONE
  }
}
