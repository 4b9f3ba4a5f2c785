package dev.tuneplan.kube.api;

import java.time.Duration;

/** Why a cluster did not do what it was asked. */
public abstract sealed class ClusterFault extends RuntimeException {
  private static final long serialVersionUID = 1;

  private ClusterFault(String message) {
    super(message);
  }

  /** A sentence for people. */
  public String sentence() {
    return String.valueOf(getMessage());
  }

  /** Nothing answered, or nothing that is an API server. */
  public static final class Unreachable extends ClusterFault {
    private static final long serialVersionUID = 1;

    private final String plain;

    /** With what was tried and what came of it. */
    public Unreachable(String message) {
      this(message, "");
    }

    /**
     * The same with advice.
     *
     * @param advice that goes behind it; empty: none
     */
    public Unreachable(String message, String advice) {
      super(advice.isEmpty() ? message : message + "; " + advice);
      this.plain = message;
    }

    /** Without the advice, for the one to whom it points. */
    public String plain() {
      return plain;
    }
  }

  /** The server refused. */
  public static final class Refused extends ClusterFault {
    private static final long serialVersionUID = 1;
    private final int code;
    private final String reason;
    private final Duration after;

    /**
     * What the server said.
     *
     * @param code HTTP's
     * @param reason the server's word, such as AlreadyExists; may be empty
     * @param message what was asked, and the server's sentence
     */
    public Refused(int code, String reason, String message) {
      this(code, reason, message, Duration.ZERO);
    }

    /**
     * The same with the server's Retry-After.
     *
     * @param after which it may be asked again; zero when it said nothing
     */
    Refused(int code, String reason, String message, Duration after) {
      super(message);
      this.code = code;
      this.reason = reason;
      this.after = after;
    }

    Duration after() {
      return after;
    }

    /** HTTP's status code. */
    public int code() {
      return code;
    }

    /** Whether an object of this name is there. */
    public boolean alreadyExists() {
      return reason.equals("AlreadyExists");
    }

    /** Whether there is no such object or no such kind. */
    public boolean notFound() {
      return code == 404;
    }

    /** Whether somebody else changed or replaced it in between. */
    public boolean conflict() {
      return code == 409 && !alreadyExists();
    }

    /** Whether a watch must begin anew with a list. */
    public boolean expired() {
      return code == 410;
    }
  }
}
