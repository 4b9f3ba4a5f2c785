package dev.tuneplan.template;

import dev.tuneplan.base.Place;

/**
 * A conversation that a template does not render. Nothing of its text is given: a part of a prompt
 * is a wrong prompt.
 */
public final class TemplateFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Why a conversation has no text. */
  public enum Kind {
    /**
     * Transformers raises here too: {@code raise_exception}, an undefined variable, a wrong type.
     */
    RAISED,
    /** Transformers may have an answer, this interpreter does not know it. */
    REFUSED,
    /** The template asked for more steps, output or depth than {@link Limits} allow. */
    LIMIT
  }

  private final Kind kind;
  private final transient Place place;
  private final String reason;

  TemplateFailure(Kind kind, Place place, String reason) {
    super(place + " " + reason);
    this.kind = kind;
    this.place = place;
    this.reason = reason;
  }

  /** Why there is no text. */
  public Kind kind() {
    return kind;
  }

  /** The statement of the template that failed. */
  public Place place() {
    return place;
  }

  /** What happened, in words; for what a template raises itself, its message. */
  public String reason() {
    return reason;
  }
}
