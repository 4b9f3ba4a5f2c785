package dev.tuneplan.ledger;

import java.sql.SQLException;

/** The ledger cannot be used; the message says what to do. */
public final class LedgerFault extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** With a sentence for people. */
  LedgerFault(String sentence) {
    super(sentence);
  }

  LedgerFault(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /**
   * What a database said, in words that help.
   *
   * @param where the ledger, as the user names it
   */
  static LedgerFault of(String where, SQLException e) {
    return new LedgerFault("the ledger " + where + " " + words(e), e);
  }

  /**
   * SQLite's result codes are in the message of its driver, because a fault at the opening has no
   * other; PostgreSQL's are SQLSTATE, whose first two characters name a class (appendix A, read
   * 2026-11-25).
   */
  private static String words(SQLException e) {
    String said = String.valueOf(e.getMessage()).strip();
    String state = String.valueOf(e.getSQLState());
    if (said.contains("SQLITE_FULL") || state.equals("53100")) {
      return "cannot be written: the disk is full; free some room and try again (" + said + ")";
    }
    if (said.contains("SQLITE_READONLY") || state.equals("25006")) {
      return "is read-only; make it and its folder writable, or name another with TUNEPLAN_LEDGER ("
          + said
          + ")";
    }
    if (said.contains("SQLITE_BUSY") || said.contains("SQLITE_LOCKED") || state.equals("55P03")) {
      return "is locked by another process; try again when that is done (" + said + ")";
    }
    if (said.contains("SQLITE_CANTOPEN")) {
      return "cannot be opened; is its folder there, and yours? (" + said + ")";
    }
    if (said.contains("SQLITE_NOTADB") || said.contains("SQLITE_CORRUPT")) {
      return "is damaged, or no ledger; put a copy in its place, or move it away and import an"
          + " export ("
          + said
          + ")";
    }
    if (state.startsWith("08") || state.equals("57P03")) {
      return "does not answer; is the server there? (" + said + ")";
    }
    if (state.startsWith("28")) {
      return "does not let you in; name the user in the URL and the password in ~/.pgpass ("
          + said
          + ")";
    }
    return "refused: " + said;
  }
}
