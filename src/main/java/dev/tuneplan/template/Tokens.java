package dev.tuneplan.template;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.base.Problems;
import java.util.List;

/** The tokens of a template as its parser reads them, and the faults found on the way. */
final class Tokens {
  /** Deeper than any template that was seen; Python's parser gives up at about the same depth. */
  private static final int DEEPEST = 90;

  private final String name;
  private final List<Token> tokens;
  private final Problems problems = new Problems();
  private int at;
  private int depth;

  Tokens(String name, List<Token> tokens) {
    this.name = name;
    this.tokens = tokens;
  }

  Token current() {
    return tokens.get(at);
  }

  Token look() {
    return tokens.get(Math.min(at + 1, tokens.size() - 1));
  }

  Token next() {
    Token token = current();
    if (token.kind() != Token.Kind.END) {
      at++;
    }
    return token;
  }

  boolean skipName(String word) {
    boolean found = current().name(word);
    if (found) {
      next();
    }
    return found;
  }

  boolean skipOperator(String op) {
    boolean found = current().operator(op);
    if (found) {
      next();
    }
    return found;
  }

  Token expect(Token.Kind kind, String what) {
    if (current().kind() != kind) {
      throw fault("expected " + what + ", got " + current().shown());
    }
    return next();
  }

  void expectOperator(String op) {
    if (!skipOperator(op)) {
      throw fault("expected '" + op + "', got " + current().shown());
    }
  }

  /** A fault that ends the reading; those noted before are given with it. */
  InvalidInput fault(String rule) {
    return fault(current().spot(), rule);
  }

  InvalidInput fault(Spot spot, String rule) {
    problems.add(place(spot), "", rule);
    try {
      problems.throwIfAny();
    } catch (InvalidInput all) {
      return all;
    }
    throw new IllegalStateException("a fault was noted");
  }

  /** A fault after which reading goes on. */
  void note(Spot spot, String subject, String rule) {
    problems.add(place(spot), subject, rule);
  }

  void throwIfAny() {
    problems.throwIfAny();
  }

  private Place place(Spot spot) {
    return spot.in(name);
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw fault("nested more than " + DEEPEST + " deep");
    }
  }

  void leave() {
    depth--;
  }
}
