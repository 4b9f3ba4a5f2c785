package dev.tuneplan.usage.read;

import dev.tuneplan.files.JsonStreams;
import dev.tuneplan.usage.CallKey;
import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.TokenStreamLocation;

/** Reads rows out of JSON: alone, in lists, in pages, in buckets of time. Not thread-safe. */
final class JsonRow {
  /** Of whole answers of models, with calls of tools in them. */
  static final JsonStreams JSON = new JsonStreams(500);

  /** A page of answers to a question for usage holds a few thousand; more is something else. */
  private static final int MOST_OF_A_BUCKET = 1_000_000;

  private final Tally to;
  private final long linesBefore;

  /**
   * @param linesBefore lines before the one with which the parser begins
   */
  JsonRow(Tally to, long linesBefore) {
    this.to = to;
    this.linesBefore = linesBefore;
  }

  /** Reads the value at which the parser is. */
  void value(JsonParser p) {
    switch (p.currentToken()) {
      case START_ARRAY -> list(p);
      case START_OBJECT -> row(p, false);
      default -> {
        RowMeaning.Place at = place(p);
        to.fault(at.fault("", "is no object {...}; a row must be one"));
      }
    }
  }

  private void list(JsonParser p) {
    while (p.nextToken() != JsonToken.END_ARRAY) {
      value(p);
    }
  }

  private void row(JsonParser p, boolean inPage) {
    RowFields fields = new RowFields();
    RowMeaning.Place at = place(p);
    int depth = p.streamReadContext().getNestingDepth();
    try {
      List<Held> results = new ArrayList<>();
      boolean page = false;
      boolean bucket = false;
      while (p.nextToken() != JsonToken.END_OBJECT) {
        String name = p.currentName();
        JsonToken token = p.nextToken();
        if (token == JsonToken.START_ARRAY && name.equals("results")) {
          bucket = true;
          held(p, results);
        } else if (token == JsonToken.START_ARRAY && name.equals("data")) {
          page = true;
          items(p);
        } else {
          field(p, Context.ROW, name, fields);
        }
      }
      if (bucket) {
        int day = Days.of(fields.text(Slot.START));
        for (Held held : results) {
          tell(held.fields(), day, held.at());
        }
      } else if (page ? fields.has(Slot.USAGE_PROMPT) : !(inPage && unnamed(fields))) {
        tell(fields, CallKey.NO_DAY, at);
      }
      if (fields.has(Slot.HAS_MORE)) {
        to.more(fields.yes(Slot.HAS_MORE));
      }
    } catch (BadRow e) {
      RowMeaning.Place now = place(p);
      to.fault(now.fault(e.subject(), e.rule()));
      leave(p, depth);
    }
  }

  /** A list in an answer that is no list of rows, such as the vectors of an embedding. */
  private static boolean unnamed(RowFields fields) {
    return fields.empty() || fields.text(Slot.OBJECT).equals("embedding");
  }

  private void items(JsonParser p) {
    while (p.nextToken() != JsonToken.END_ARRAY) {
      if (p.currentToken() == JsonToken.START_OBJECT) {
        row(p, true);
      } else {
        p.skipChildren();
      }
    }
  }

  /** A result of a bucket, whose time may be told behind it. */
  private record Held(RowFields fields, RowMeaning.Place at) {}

  private void held(JsonParser p, List<Held> results) throws BadRow {
    while (p.nextToken() != JsonToken.END_ARRAY) {
      if (results.size() == MOST_OF_A_BUCKET) {
        throw new BadRow("results", "are more than " + MOST_OF_A_BUCKET + " in one bucket");
      }
      RowMeaning.Place at = place(p);
      if (p.currentToken() != JsonToken.START_OBJECT) {
        p.skipChildren();
        continue;
      }
      RowFields fields = new RowFields();
      int depth = p.streamReadContext().getNestingDepth();
      try {
        object(p, Context.ROW, fields);
        results.add(new Held(fields, at));
      } catch (BadRow e) {
        to.fault(place(p).fault(e.subject(), e.rule()));
        leave(p, depth);
      }
    }
  }

  private void tell(RowFields fields, int day, RowMeaning.Place at) {
    try {
      new RowMeaning(fields, day).tell(at, to);
    } catch (BadRow e) {
      to.fault(at.fault(e.subject(), e.rule()));
    }
  }

  /** Reads an object's fields. */
  static void object(JsonParser p, Context context, RowFields to) throws BadRow {
    while (p.nextToken() != JsonToken.END_OBJECT) {
      String name = p.currentName();
      p.nextToken();
      field(p, context, name, to);
    }
  }

  private static void field(JsonParser p, Context context, String name, RowFields to)
      throws BadRow {
    JsonToken token = p.currentToken();
    if (token == JsonToken.START_OBJECT) {
      Optional<Context> inner = context.inner(name);
      if (inner.isPresent()) {
        object(p, inner.get(), to);
        return;
      }
      if (context.slot(name).equals(Optional.of(Slot.ERROR))) {
        to.set(Slot.ERROR, name, "an object");
      }
      p.skipChildren();
      return;
    }
    if (token == JsonToken.START_ARRAY) {
      p.skipChildren();
      return;
    }
    if (token != JsonToken.VALUE_NULL) {
      Optional<Slot> slot = context.slot(name);
      if (slot.isPresent()) {
        to.set(slot.get(), name, p.getString());
      } else if (token == JsonToken.VALUE_STRING) {
        packed(p, context, name, to);
      }
    }
  }

  /** LiteLLM's database gives its metadata as a text of JSON. */
  private static void packed(JsonParser p, Context context, String name, RowFields to)
      throws BadRow {
    Optional<Context> inner = context.inner(name);
    if (inner.isPresent() && inner.get() != Context.RESPONSE && inner.get() != Context.REQUEST) {
      text(p.getString(), inner.get(), name, to);
    }
  }

  /**
   * Reads JSON that is a text, as in a cell of CSV; one that does not begin as an object is none.
   */
  static void text(String text, Context context, String name, RowFields to) throws BadRow {
    if (!text.stripLeading().startsWith("{")) {
      return;
    }
    try (JsonParser p = JSON.parser(text)) {
      p.nextToken();
      object(p, context, to);
    } catch (tools.jackson.core.JacksonException e) {
      if (context == Context.REQUEST || context == Context.RESPONSE) {
        return;
      }
      throw new BadRow(name, "is no JSON: " + dev.tuneplan.files.JsonFiles.said(e));
    }
  }

  /** Goes to the end of the object that has this depth. */
  private static void leave(JsonParser p, int depth) {
    while (p.streamReadContext().getNestingDepth() >= depth) {
      if (p.nextToken() == null) {
        return;
      }
    }
  }

  private RowMeaning.Place place(JsonParser p) {
    TokenStreamLocation at = p.currentTokenLocation();
    return new RowMeaning.Place(linesBefore + at.getLineNr(), at.getColumnNr());
  }

  /** What the parser says is wrong, and where. */
  Fault fault(tools.jackson.core.JacksonException e) {
    TokenStreamLocation at = e.getLocation();
    String said = "is no JSON: " + dev.tuneplan.files.JsonFiles.said(e);
    return at == null
        ? new Fault(linesBefore + 1, 1, "", said)
        : new Fault(linesBefore + at.getLineNr(), at.getColumnNr(), "", said);
  }
}
