package dev.tuneplan.cli;

import java.io.StringWriter;
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
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

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
      case json -> json(tree.get());
      case yaml ->
          new Dump(DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build())
              .dumpToString(withNulls(tree.get()));
    };
  }

  /** The same tree with YAML's null for what is not known. */
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

  private static String json(Object tree) {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      write(g, tree);
    }
    return JsonIndent.of(out.toString());
  }

  private static void write(JsonGenerator g, Object value) {
    switch (value) {
      case Map<?, ?> m -> {
        g.writeStartObject();
        m.forEach((k, v) -> {
          g.writeName(String.valueOf(k));
          write(g, v == null ? None.NONE : v);
        });
        g.writeEndObject();
      }
      case Iterable<?> l -> {
        g.writeStartArray();
        l.forEach(v -> write(g, v == null ? None.NONE : v));
        g.writeEndArray();
      }
      case None n -> g.writeNull();
      case Boolean b -> g.writeBoolean(b);
      case Long n -> g.writeNumber(n);
      case Integer n -> g.writeNumber(n);
      case Double d -> {
        if (Double.isFinite(d)) {
          g.writeNumber(d);
        } else {
          g.writeNull();
        }
      }
      default -> g.writeString(value.toString());
    }
  }

  /** A value that is not known. */
  enum None {
    NONE
  }
}
