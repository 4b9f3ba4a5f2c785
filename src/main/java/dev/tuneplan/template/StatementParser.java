package dev.tuneplan.template;

import dev.tuneplan.template.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads statements with the grammar of jinja2/parser.py 3.1.6, loop controls and Transformers'
 * {@code generation}.
 */
final class StatementParser {
  private static final Set<String> TAGS =
      Set.of(
          "set",
          "for",
          "if",
          "with",
          "filter",
          "macro",
          "call",
          "generation",
          "break",
          "continue",
          "print");

  private final Tokens tokens;
  private final ExpressionParser expressions;
  private int loops;

  private StatementParser(Tokens tokens) {
    this.tokens = tokens;
    this.expressions = new ExpressionParser(tokens);
  }

  static List<Stmt> parse(String name, String source) {
    Tokens tokens = new Tokens(name, Lexer.tokens(name, source));
    StatementParser parser = new StatementParser(tokens);
    List<Stmt> body = parser.body(Set.of());
    new Checks(tokens, body).run();
    tokens.throwIfAny();
    return body;
  }

  private List<Stmt> body(Set<String> ends) {
    tokens.enter();
    List<Stmt> body = new ArrayList<>();
    List<Expr> parts = new ArrayList<>();
    Spot from = tokens.current().spot();
    while (tokens.current().kind() != Kind.END) {
      Token token = tokens.next();
      if (token.kind() == Kind.BLOCK_BEGIN) {
        flush(parts, body, from);
        parts = new ArrayList<>();
        if (tokens.current().kind() == Kind.NAME && ends.contains(tokens.current().text())) {
          tokens.leave();
          return body;
        }
        body.add(statement(token.spot()));
        tokens.expect(Kind.BLOCK_END, "the end of the tag");
        continue;
      }
      from = parts.isEmpty() ? token.spot() : from;
      if (token.kind() == Kind.DATA) {
        parts.add(new Expr.Const(token.text()));
      } else {
        parts.add(expressions.tuple(true, false, ""));
        tokens.expect(Kind.VARIABLE_END, "'}}'");
      }
    }
    flush(parts, body, from);
    if (!ends.isEmpty()) {
      throw tokens.fault("the template ends where " + String.join(" or ", ends) + " is missing");
    }
    tokens.leave();
    return body;
  }

  private static void flush(List<Expr> parts, List<Stmt> body, Spot spot) {
    if (!parts.isEmpty()) {
      body.add(new Stmt.Output(parts, spot));
    }
  }

  /** A body up to one of these tags, which stays the current token. */
  private List<Stmt> block(Set<String> ends) {
    tokens.skipOperator(":");
    tokens.expect(Kind.BLOCK_END, "the end of the tag");
    return body(ends);
  }

  private List<Stmt> block(String end) {
    List<Stmt> body = block(Set.of(end));
    tokens.next();
    return body;
  }

  private Stmt statement(Spot spot) {
    Token tag = tokens.expect(Kind.NAME, "the name of a tag");
    return switch (tag.text()) {
      case "set" -> set(spot);
      case "for" -> loop(spot);
      case "if" -> condition(spot);
      case "with" -> with(spot);
      case "filter" -> filter(spot);
      case "macro" -> macro(spot);
      case "call" -> call(spot);
      case "generation" -> new Stmt.Generation(apart("endgeneration"), spot);
      case "break", "continue" -> jump(tag);
      case "print" -> print(spot);
      default ->
          throw tokens.fault(
              tag.spot(),
              "the tag '"
                  + tag.text()
                  + "' is not known here"
                  + dev.tuneplan.base.Suggestion.clause(tag.text(), TAGS));
    };
  }

  private Stmt jump(Token tag) {
    if (loops == 0) {
      throw tokens.fault(tag.spot(), "'" + tag.text() + "' outside of a loop");
    }
    return new Stmt.Jump(tag.text().equals("break"), tag.spot());
  }

  /** A body that Python compiles to a function: loops around it cannot be left from inside. */
  private List<Stmt> apart(String end) {
    int around = loops;
    loops = 0;
    List<Stmt> body = block(end);
    loops = around;
    return body;
  }

  private Stmt set(Spot spot) {
    Expr target = target(true, "");
    if (tokens.skipOperator("=")) {
      return new Stmt.Assign(target, expressions.tuple(true, false, ""), spot);
    }
    Optional<Expr> filter = expressions.filters(Optional.empty());
    return new Stmt.AssignBlock(target, filter, block("endset"), spot);
  }

  private Stmt loop(Spot spot) {
    Expr target = target(false, "in");
    if (!tokens.skipName("in")) {
      throw tokens.fault("expected 'in', got " + tokens.current().shown());
    }
    Expr iter = expressions.tuple(false, false, "recursive");
    Optional<Expr> test =
        tokens.skipName("if") ? Optional.of(expressions.expression()) : Optional.empty();
    boolean recursive = tokens.skipName("recursive");
    int around = loops;
    loops = recursive ? 1 : loops + 1;
    List<Stmt> body = block(Set.of("endfor", "else"));
    loops = recursive ? 0 : around;
    List<Stmt> otherwise = tokens.next().name("else") ? block("endfor") : List.of();
    loops = around;
    return new Stmt.For(target, iter, test, recursive, body, otherwise, spot);
  }

  private Stmt condition(Spot spot) {
    Expr test = expressions.tuple(false, false, "");
    Set<String> ends = Set.of("elif", "else", "endif");
    List<Stmt> body = block(ends);
    List<Stmt.If> elifs = new ArrayList<>();
    while (tokens.current().name("elif")) {
      Spot here = tokens.next().spot();
      Expr other = expressions.tuple(false, false, "");
      elifs.add(new Stmt.If(other, block(ends), List.of(), List.of(), here));
    }
    List<Stmt> otherwise = tokens.next().name("else") ? block("endif") : List.of();
    return new Stmt.If(test, body, elifs, otherwise, spot);
  }

  private Stmt with(Spot spot) {
    List<Expr> targets = new ArrayList<>();
    List<Expr> values = new ArrayList<>();
    while (tokens.current().kind() != Kind.BLOCK_END) {
      if (!targets.isEmpty()) {
        tokens.expectOperator(",");
      }
      targets.add(target(false, ""));
      tokens.expectOperator("=");
      values.add(expressions.expression());
    }
    return new Stmt.With(targets, values, block("endwith"), spot);
  }

  private Stmt filter(Spot spot) {
    Expr filter = expressions.filter(Optional.empty());
    filter = expressions.filters(Optional.of(filter)).orElseThrow();
    return new Stmt.FilterBlock(filter, block("endfilter"), spot);
  }

  private Stmt macro(Spot spot) {
    String name = name();
    Stmt.Parameters parameters = parameters();
    return new Stmt.MacroDef(name, parameters, apart("endmacro"), spot);
  }

  private Stmt call(Spot spot) {
    Stmt.Parameters parameters =
        tokens.current().operator("(") ? parameters() : Stmt.Parameters.NONE;
    if (!(expressions.expression() instanceof Expr.Call call)) {
      throw tokens.fault(spot, "expected a call in the tag 'call'");
    }
    return new Stmt.CallBlock(call, parameters, apart("endcall"), spot);
  }

  private Stmt print(Spot spot) {
    List<Expr> parts = new ArrayList<>();
    while (tokens.current().kind() != Kind.BLOCK_END) {
      if (!parts.isEmpty()) {
        tokens.expectOperator(",");
      }
      parts.add(expressions.expression());
    }
    return new Stmt.Output(parts, spot);
  }

  private Stmt.Parameters parameters() {
    tokens.expectOperator("(");
    List<String> names = new ArrayList<>();
    List<Expr> defaults = new ArrayList<>();
    while (!tokens.current().operator(")")) {
      if (!names.isEmpty()) {
        tokens.expectOperator(",");
      }
      String name = name();
      if (names.contains(name)) {
        throw tokens.fault("the parameter '" + name + "' is there twice");
      }
      names.add(name);
      if (tokens.skipOperator("=")) {
        defaults.add(expressions.expression());
      } else if (!defaults.isEmpty()) {
        throw tokens.fault("a parameter without a default follows one with a default");
      }
    }
    tokens.expectOperator(")");
    return new Stmt.Parameters(names, defaults);
  }

  private String name() {
    Token token = tokens.expect(Kind.NAME, "a name");
    return assignable(token);
  }

  private String assignable(Token token) {
    if (Set.of("true", "false", "none", "True", "False", "None").contains(token.text())) {
      throw tokens.fault(token.spot(), "cannot assign to '" + token.text() + "'");
    }
    return token.text();
  }

  private Expr target(boolean namespace, String endWord) {
    List<Expr> items = new ArrayList<>();
    boolean isTuple = false;
    while (true) {
      if (!items.isEmpty()) {
        tokens.expectOperator(",");
      }
      if (expressions.tupleEnds(endWord)) {
        break;
      }
      items.add(oneTarget(namespace));
      if (!tokens.current().operator(",")) {
        break;
      }
      isTuple = true;
    }
    if (items.isEmpty()) {
      throw tokens.fault("expected a name, got " + tokens.current().shown());
    }
    return isTuple ? new Expr.TupleOf(items) : items.getFirst();
  }

  private Expr oneTarget(boolean namespace) {
    if (tokens.skipOperator("(")) {
      // Jinja reads what stands in the parentheses without namespaces
      Expr inner = target(false, "");
      tokens.expectOperator(")");
      return inner;
    }
    Token token = tokens.expect(Kind.NAME, "a name to assign to");
    if (namespace && tokens.skipOperator(".")) {
      String attribute = tokens.expect(Kind.NAME, "the name of an attribute").text();
      return new Expr.NamespaceRef(token.text(), attribute, token.spot());
    }
    if (token.text().equals("loop")) {
      throw tokens.fault(token.spot(), "assigning to 'loop' is not known here");
    }
    return new Expr.Name(assignable(token), token.spot());
  }
}
