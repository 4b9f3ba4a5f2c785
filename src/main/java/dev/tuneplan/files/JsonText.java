package dev.tuneplan.files;

import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes maps, lists, numbers and texts as JSON, on one line. */
public final class JsonText {
  private JsonText() {}

  /** A tree as JSON; numbers that are none, and null, become null. */
  public static String of(@Nullable Object tree) {
    StringWriter out = new StringWriter();
    try (JsonGenerator g = new JsonFactory().createGenerator(ObjectWriteContext.empty(), out)) {
      write(g, tree);
    }
    return out.toString();
  }

  private static void write(JsonGenerator g, @Nullable Object value) {
    switch (value) {
      case null -> g.writeNull();
      case Node n -> node(g, n);
      case Map<?, ?> m -> {
        g.writeStartObject();
        m.forEach((k, v) -> {
          g.writeName(String.valueOf(k));
          write(g, v);
        });
        g.writeEndObject();
      }
      case Iterable<?> l -> {
        g.writeStartArray();
        l.forEach(v -> write(g, v));
        g.writeEndArray();
      }
      case Boolean b -> g.writeBoolean(b);
      case Long n -> g.writeNumber(n);
      case Integer n -> g.writeNumber(n);
      case BigDecimal n -> g.writeNumber(number(n));
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

  /** All of its digits, none behind them that say nothing. */
  private static String number(BigDecimal n) {
    return n.signum() == 0 ? "0" : n.stripTrailingZeros().toPlainString();
  }

  private static void node(JsonGenerator g, Node node) {
    switch (node) {
      case Node.Mapping m -> write(g, m.entries());
      case Node.Sequence s -> write(g, s.items());
      case Node.Scalar s when s.type() == Node.Scalar.Type.NULL -> g.writeNull();
      case Node.Scalar s -> write(g, Leaves.plain(s));
    }
  }
}
