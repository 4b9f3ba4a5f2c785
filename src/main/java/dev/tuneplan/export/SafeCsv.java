package dev.tuneplan.export;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.List;

/**
 * Rows as RFC 4180 has them. A text that a spreadsheet would take for a formula gets an apostrophe
 * before it (OWASP, "CSV Injection", read 2026-11-25); numbers stay numbers.
 */
final class SafeCsv implements AutoCloseable {
  private static final String FORMULA = "=+-@\t\r\n";

  private final CsvWriter csv;

  SafeCsv(Writer out, List<String> header) {
    this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.CRLF).build(out);
    csv.writeRecord(header);
  }

  /** Writes a row of texts and numbers; what is empty is an empty field. */
  void row(List<Object> cells) {
    csv.writeRecord(cells.stream().map(SafeCsv::cell).toList());
  }

  private static String cell(Object value) {
    if (value instanceof BigDecimal number) {
      return number(number);
    }
    String text = value.toString();
    return !text.isEmpty() && FORMULA.indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  /** All of its digits, without an exponent. */
  static String number(BigDecimal number) {
    return number.signum() == 0 ? "0" : number.stripTrailingZeros().toPlainString();
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }
}
