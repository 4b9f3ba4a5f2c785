package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Tally;
import java.io.InputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;

/** Reads JSON whose values go over many lines, one value after the other, row by row. */
final class JsonLog {
  private JsonLog() {}

  /** Reads to the end, or to where it is no JSON any more. */
  static Tally read(InputStream in) {
    Tally tally = new Tally();
    JsonRow rows = new JsonRow(tally, 0);
    try (JsonParser p = JsonRow.JSON.parser(in)) {
      while (p.nextToken() != null) {
        rows.value(p);
      }
    } catch (UnexpectedEndOfInputException e) {
      tally.cut(rows.fault(e));
    } catch (JacksonIOException e) {
      if (e.getCause() instanceof java.io.EOFException) {
        tally.cut(new Fault(1, 1, "", "the packed data ends too early; what came before is read"));
      } else {
        throw e;
      }
    } catch (JacksonException e) {
      Fault fault = rows.fault(e);
      tally.fault(
          new Fault(
              fault.line(),
              fault.column(),
              fault.subject(),
              fault.rule() + "; what follows is not read"));
    }
    return tally;
  }
}
