package dev.tuneplan.cli;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a length of time: 90s, 10m, 1.5h, 2d, or seconds without a letter. */
final class Span implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,9}(?:\\.[0-9]{1,3})?)([smhd]?)");

  @Override
  public Duration convert(String text) {
    Matcher m = FORM.matcher(text.strip());
    if (!m.matches()) {
      throw new TypeConversionException(
          "must be a time such as 90s, 10m or 1h, was '" + text + "'");
    }
    long factor =
        switch (m.group(2)) {
          case "d" -> 86_400;
          case "h" -> 3_600;
          case "m" -> 60;
          default -> 1;
        };
    return Duration.ofMillis(Math.round(Double.parseDouble(m.group(1)) * factor * 1000));
  }
}
