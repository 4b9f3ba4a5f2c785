package dev.tuneplan.template;

import dev.tuneplan.template.Token.Kind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads expressions with the grammar of jinja2/parser.py 3.1.6. */
final class ExpressionParser {
  private static final Set<String> COMPARES = Set.of("==", "!=", "<", "<=", ">", ">=");
  // a chain becomes a tree as deep as it is long
  private static final int LONGEST_CHAIN = 250;

  private final Tokens tokens;

  ExpressionParser(Tokens tokens) {
    this.tokens = tokens;
  }

  Expr expression() {
    return expression(true);
  }

  Expr expression(boolean conditional) {
    tokens.enter();
    Expr expr = conditional ? conditional() : or();
    tokens.leave();
    return expr;
  }

  private Expr conditional() {
    Expr expr = or();
    for (int n = 0; tokens.skipName("if"); n++) {
      limit(n);
      Expr test = or();
      Optional<Expr> otherwise =
          tokens.skipName("else") ? Optional.of(expression(true)) : Optional.empty();
      expr = new Expr.Cond(test, expr, otherwise);
    }
    return expr;
  }

  private void limit(int n) {
    if (n > LONGEST_CHAIN) {
      throw tokens.fault("a chain of more than " + LONGEST_CHAIN + " operations");
    }
  }

  private Expr or() {
    Expr left = and();
    for (int n = 0; tokens.skipName("or"); n++) {
      limit(n);
      left = new Expr.Logic(false, left, and());
    }
    return left;
  }

  private Expr and() {
    Expr left = not();
    for (int n = 0; tokens.skipName("and"); n++) {
      limit(n);
      left = new Expr.Logic(true, left, not());
    }
    return left;
  }

  private Expr not() {
    if (!tokens.skipName("not")) {
      return compare();
    }
    tokens.enter();
    Expr expr = new Expr.Not(not());
    tokens.leave();
    return expr;
  }

  private Expr compare() {
    Expr first = sum();
    List<String> ops = new ArrayList<>();
    List<Expr> others = new ArrayList<>();
    while (true) {
      Token token = tokens.current();
      if (token.kind() == Kind.OPERATOR && COMPARES.contains(token.text())) {
        ops.add(tokens.next().text());
      } else if (tokens.skipName("in")) {
        ops.add("in");
      } else if (token.name("not") && tokens.look().name("in")) {
        tokens.next();
        tokens.next();
        ops.add("not in");
      } else {
        return ops.isEmpty() ? first : new Expr.Compare(first, ops, others);
      }
      others.add(sum());
    }
  }

  private Expr sum() {
    Expr left = concat();
    for (int n = 0; tokens.current().operator("+") || tokens.current().operator("-"); n++) {
      limit(n);
      left = new Expr.Binary(tokens.next().text(), left, concat());
    }
    return left;
  }

  private Expr concat() {
    List<Expr> parts = new ArrayList<>(List.of(product()));
    while (tokens.skipOperator("~")) {
      parts.add(product());
    }
    return parts.size() == 1 ? parts.getFirst() : new Expr.Concat(parts);
  }

  private boolean product(Token token) {
    return token.kind() == Kind.OPERATOR && Set.of("*", "/", "//", "%").contains(token.text());
  }

  private Expr product() {
    Expr left = power();
    for (int n = 0; product(tokens.current()); n++) {
      limit(n);
      left = new Expr.Binary(tokens.next().text(), left, power());
    }
    return left;
  }

  private Expr power() {
    Expr left = unary(true);
    for (int n = 0; tokens.skipOperator("**"); n++) {
      limit(n);
      left = new Expr.Binary("**", left, unary(true));
    }
    return left;
  }

  private Expr unary(boolean filters) {
    Token token = tokens.current();
    Expr expr;
    if (token.operator("-") || token.operator("+")) {
      tokens.next();
      tokens.enter();
      expr = new Expr.Sign(token.text().equals("-"), unary(false));
      tokens.leave();
    } else {
      expr = primary();
    }
    expr = postfix(expr);
    return filters ? filtersAndTests(expr) : expr;
  }

  Expr primary() {
    Token token = tokens.current();
    switch (token.kind()) {
      case NAME -> {
        tokens.next();
        return switch (token.text()) {
          case "true", "True" -> new Expr.Const(true);
          case "false", "False" -> new Expr.Const(false);
          case "none", "None" -> new Expr.Const(None.NONE);
          default -> new Expr.Name(token.text(), token.spot());
        };
      }
      case STRING -> {
        StringBuilder text = new StringBuilder();
        while (tokens.current().kind() == Kind.STRING) {
          text.append(tokens.next().text());
        }
        return new Expr.Const(text.toString());
      }
      case INTEGER -> {
        return new Expr.Const(whole(tokens.next()));
      }
      case FLOAT -> {
        return new Expr.Const(Double.parseDouble(tokens.next().text()));
      }
      default -> {
        if (tokens.skipOperator("(")) {
          Expr inner = tuple(true, true, "");
          tokens.expectOperator(")");
          return inner;
        }
        if (token.operator("[")) {
          return list();
        }
        if (token.operator("{")) {
          return dict();
        }
        throw tokens.fault("unexpected " + token.shown());
      }
    }
  }

  private Object whole(Token token) {
    String text = token.text().toLowerCase(java.util.Locale.ROOT);
    if (text.length() > 4300) {
      throw tokens.fault(token.spot(), "a number of more than 4300 digits");
    }
    int radix =
        text.startsWith("0x") ? 16 : text.startsWith("0o") ? 8 : text.startsWith("0b") ? 2 : 10;
    return Values.whole(new BigInteger(radix == 10 ? text : text.substring(2), radix));
  }

  /**
   * One expression, or several with commas.
   *
   * @param endWord a word that ends it
   */
  Expr tuple(boolean conditional, boolean parentheses, String endWord) {
    List<Expr> items = new ArrayList<>();
    boolean isTuple = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (tupleEnds(endWord)) {
        break;
      }
      items.add(expression(conditional));
      if (!tokens.current().operator(",")) {
        break;
      }
      isTuple = true;
    }
    if (!isTuple && !items.isEmpty()) {
      return items.getFirst();
    }
    if (!isTuple && !parentheses) {
      throw tokens.fault("expected an expression, got " + tokens.current().shown());
    }
    return new Expr.TupleOf(items);
  }

  boolean tupleEnds(String endWord) {
    Token token = tokens.current();
    return token.kind() == Kind.VARIABLE_END
        || token.kind() == Kind.BLOCK_END
        || token.operator(")")
        || !endWord.isEmpty() && token.name(endWord);
  }

  private Expr list() {
    tokens.expectOperator("[");
    List<Expr> items = new ArrayList<>();
    while (!tokens.current().operator("]")) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (tokens.current().operator("]")) {
        break;
      }
      items.add(expression());
    }
    tokens.expectOperator("]");
    return new Expr.ListOf(items);
  }

  private Expr dict() {
    tokens.expectOperator("{");
    List<Expr> keys = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (!tokens.current().operator("}")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (tokens.current().operator("}")) {
        break;
      }
      keys.add(expression());
      tokens.expectOperator(":");
      values.add(expression());
    }
    tokens.expectOperator("}");
    return new Expr.DictOf(keys, values);
  }

  private Expr postfix(Expr start) {
    Expr expr = start;
    for (int n = 0; ; n++) {
      limit(n);
      Token token = tokens.current();
      if (token.operator(".")) {
        expr = attribute(expr);
      } else if (token.operator("[")) {
        expr = subscript(expr);
      } else if (token.operator("(")) {
        expr = call(expr);
      } else {
        return expr;
      }
    }
  }

  private Expr attribute(Expr of) {
    tokens.next();
    Token token = tokens.next();
    return switch (token.kind()) {
      case NAME -> new Expr.Attr(of, token.text());
      case INTEGER -> new Expr.Item(of, new Expr.Const(whole(token)));
      default -> throw tokens.fault(token.spot(), "expected a name or a number");
    };
  }

  private Expr subscript(Expr of) {
    tokens.next();
    List<Expr> keys = new ArrayList<>();
    boolean sliced = false;
    while (!tokens.current().operator("]")) {
      if (!keys.isEmpty()) {
        tokens.expectOperator(",");
      }
      Expr key = subscribed(of);
      sliced |= key instanceof Expr.Slice s && s.of() == of;
      keys.add(key);
    }
    tokens.expectOperator("]");
    if (keys.size() == 1) {
      return sliced ? keys.getFirst() : new Expr.Item(of, keys.getFirst());
    }
    if (sliced) {
      throw tokens.fault("slices within a tuple of indices are not known here");
    }
    return new Expr.Item(of, new Expr.TupleOf(keys));
  }

  private Expr subscribed(Expr of) {
    Optional<Expr> start = Optional.empty();
    if (!tokens.current().operator(":")) {
      Expr only = expression();
      if (!tokens.current().operator(":")) {
        return only;
      }
      start = Optional.of(only);
    }
    tokens.next();
    Optional<Expr> stop = bound();
    Optional<Expr> step = tokens.skipOperator(":") ? bound() : Optional.empty();
    return new Expr.Slice(of, start, stop, step);
  }

  private Optional<Expr> bound() {
    Token token = tokens.current();
    return token.operator(":") || token.operator("]") || token.operator(",")
        ? Optional.empty()
        : Optional.of(expression());
  }

  private Expr call(Expr callee) {
    Spot spot = tokens.current().spot();
    return new Expr.Call(callee, passed(), spot);
  }

  private Expr.Passed passed() {
    Spot spot = tokens.current().spot();
    tokens.expectOperator("(");
    List<Expr> args = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    Optional<Expr> more = Optional.empty();
    Optional<Expr> moreNamed = Optional.empty();
    boolean comma = false;
    while (!tokens.current().operator(")")) {
      if (comma) {
        tokens.expectOperator(",");
        if (tokens.current().operator(")")) {
          break;
        }
      }
      boolean fine;
      if (tokens.skipOperator("*")) {
        fine = more.isEmpty() && moreNamed.isEmpty();
        more = Optional.of(expression());
      } else if (tokens.skipOperator("**")) {
        fine = moreNamed.isEmpty();
        moreNamed = Optional.of(expression());
      } else if (tokens.current().kind() == Kind.NAME && tokens.look().operator("=")) {
        fine = moreNamed.isEmpty();
        names.add(tokens.next().text());
        tokens.next();
        values.add(expression());
      } else {
        fine = more.isEmpty() && moreNamed.isEmpty() && names.isEmpty();
        args.add(expression());
      }
      if (!fine) {
        throw tokens.fault(spot, "the arguments of this call are in an order that cannot be");
      }
      comma = true;
    }
    tokens.expectOperator(")");
    if (Set.copyOf(names).size() < names.size()) {
      throw tokens.fault(spot, "an argument is given twice by name");
    }
    return new Expr.Passed(args, names, values, more, moreNamed);
  }

  private Expr filtersAndTests(Expr start) {
    Expr expr = start;
    for (int n = 0; ; n++) {
      limit(n);
      Token token = tokens.current();
      if (token.operator("|")) {
        expr = filters(Optional.of(expr)).orElseThrow();
      } else if (token.name("is")) {
        expr = test(expr);
      } else if (token.operator("(")) {
        expr = call(expr);
      } else {
        return expr;
      }
    }
  }

  /** Filters in a row, if there are any. */
  Optional<Expr> filters(Optional<Expr> start) {
    Optional<Expr> expr = start;
    while (tokens.skipOperator("|")) {
      expr = Optional.of(filter(expr));
    }
    return expr;
  }

  /** One filter, whose bar has been read. */
  Expr filter(Optional<Expr> of) {
    Spot spot = tokens.current().spot();
    String name = dotted("the name of a filter");
    Expr.Passed passed = tokens.current().operator("(") ? passed() : Expr.Passed.NOTHING;
    return new Expr.Filter(of, name, passed, spot);
  }

  private String dotted(String what) {
    StringBuilder name = new StringBuilder(tokens.expect(Kind.NAME, what).text());
    while (tokens.skipOperator(".")) {
      name.append('.').append(tokens.expect(Kind.NAME, what).text());
    }
    return name.toString();
  }

  private Expr test(Expr of) {
    tokens.next();
    boolean negated = tokens.skipName("not");
    Spot spot = tokens.current().spot();
    String name = dotted("the name of a test");
    Expr.Passed passed = Expr.Passed.NOTHING;
    Token token = tokens.current();
    if (token.operator("(")) {
      passed = passed();
    } else if (argument(token)) {
      if (token.name("is")) {
        throw tokens.fault("tests cannot be chained with 'is'");
      }
      Expr only = postfix(primary());
      passed =
          new Expr.Passed(List.of(only), List.of(), List.of(), Optional.empty(), Optional.empty());
    }
    Expr test = new Expr.Test(of, name, passed, spot);
    return negated ? new Expr.Not(test) : test;
  }

  private static boolean argument(Token token) {
    return switch (token.kind()) {
      case NAME -> !token.name("else") && !token.name("or") && !token.name("and");
      case STRING, INTEGER, FLOAT -> true;
      default -> token.operator("[") || token.operator("{");
    };
  }
}
