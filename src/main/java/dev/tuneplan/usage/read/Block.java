package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Fault;
import dev.tuneplan.usage.Tally;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;

/**
 * Whole lines of a log of JSON lines.
 *
 * @param length bytes that are used
 * @param last whether the log ends here; its last line may then lack its end
 */
record Block(byte[] bytes, int length, boolean last) {

  /** What its lines tell, as if this were the whole log. */
  InOrder.Part read() {
    Tally tally = new Tally();
    long lines = 0;
    int from = 0;
    while (from < length) {
      int end = from;
      while (end < length && bytes[end] != '\n') {
        end++;
      }
      if (!blank(from, end)) {
        line(tally, lines, from, end);
      }
      lines++;
      from = end + 1;
    }
    return new InOrder.Part(tally, lines);
  }

  private void line(Tally tally, long before, int from, int end) {
    JsonRow row = new JsonRow(tally, before);
    try (JsonParser p = JsonRow.JSON.parser(bytes, from, end - from)) {
      p.nextToken();
      row.value(p);
      if (p.nextToken() != null) {
        tally.fault(
            new Fault(
                before + 1,
                p.currentTokenLocation().getColumnNr(),
                "",
                "holds more than one object; each must have its own line"));
      }
    } catch (JacksonException e) {
      Fault fault = row.fault(e);
      if (last && end == length) {
        tally.cut(fault);
      } else {
        tally.fault(fault);
      }
    }
  }

  private boolean blank(int from, int end) {
    for (int i = from; i < end; i++) {
      if (bytes[i] != ' ' && bytes[i] != '\t' && bytes[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
