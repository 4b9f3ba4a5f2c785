package dev.tuneplan.usage.read;

/** A row cannot be used. Without a trace: there may be millions. */
final class BadRow extends Exception {
  private static final long serialVersionUID = 1L;
  private final String subject;

  BadRow(String subject, String rule) {
    super(rule, null, false, false);
    this.subject = subject;
  }

  String subject() {
    return subject;
  }

  String rule() {
    return String.valueOf(getMessage());
  }
}
