package dev.tuneplan.template;

/**
 * A piece of a template's text.
 *
 * @param kind what it is
 * @param text an operator, a name, or the text that it stands for
 * @param spot where it begins
 */
record Token(Kind kind, String text, Spot spot) {

  /** Kinds of tokens. */
  enum Kind {
    /** Text that is printed as it is. */
    DATA,
    /** <code>{{</code>. */
    VARIABLE_BEGIN,
    /** <code>}}</code>. */
    VARIABLE_END,
    /** <code>{%</code>. */
    BLOCK_BEGIN,
    /** <code>%}</code>. */
    BLOCK_END,
    /** A name or a word of the language. */
    NAME,
    /** A text in quotes. */
    STRING,
    /** A whole number. */
    INTEGER,
    /** A number with a point or an exponent. */
    FLOAT,
    /** Anything else. */
    OPERATOR,
    /** Nothing follows. */
    END
  }

  boolean name(String word) {
    return kind == Kind.NAME && text.equals(word);
  }

  boolean operator(String op) {
    return kind == Kind.OPERATOR && text.equals(op);
  }

  String shown() {
    return switch (kind) {
      case VARIABLE_END -> "the end of the print statement";
      case BLOCK_END -> "the end of the tag";
      case END -> "the end of the template";
      default -> "'" + text + "'";
    };
  }
}
