package dev.tuneplan.template;

/**
 * How an evaluation stops inside this room; {@link ChatTemplate} turns it into a {@link
 * TemplateFailure} with a place.
 */
final class Fault extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final TemplateFailure.Kind kind;

  private Fault(TemplateFailure.Kind kind, String message) {
    super(message, null, false, false);
    this.kind = kind;
  }

  /** Python raises here. */
  static Fault raised(String error, String message) {
    return new Fault(TemplateFailure.Kind.RAISED, error + ": " + message);
  }

  /** The template says so itself. */
  static Fault template(String message) {
    return new Fault(TemplateFailure.Kind.RAISED, message);
  }

  /** Python goes on here, this interpreter does not. */
  static Fault refused(String message) {
    return new Fault(TemplateFailure.Kind.REFUSED, message);
  }

  static Fault limit(String message) {
    return new Fault(TemplateFailure.Kind.LIMIT, message);
  }

  static Fault type(String message) {
    return raised("TypeError", message);
  }

  static Fault value(String message) {
    return raised("ValueError", message);
  }

  TemplateFailure.Kind kind() {
    return kind;
  }

  String text() {
    return String.valueOf(getMessage());
  }
}
