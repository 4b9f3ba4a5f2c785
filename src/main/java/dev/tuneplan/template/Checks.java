package dev.tuneplan.template;

import dev.tuneplan.base.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Refuses by name what a template uses and this interpreter does not know, before anything is rendered. */
final class Checks {
  private record Called(String name, Spot spot) {}

  private final Tokens tokens;
  private final List<Called> called = new ArrayList<>();
  private final Set<String> assigned = new HashSet<>();
  private boolean namespaces;
  private final List<Called> methods = new ArrayList<>();

  Checks(Tokens tokens) {
    this.tokens = tokens;
  }

  /** A name that the template gives a value itself, and may so call. */
  void assigned(String name) {
    assigned.add(name);
  }

  /** An attribute of a namespace that the template sets, and may so call. */
  void attributeAssigned() {
    namespaces = true;
  }

  void filter(String name, Expr.Passed passed, Spot spot) {
    check("filter", Filters.all(), name, passed, spot);
    if (name.equals("map") && !passed.args().isEmpty()) {
      named("filter", Filters.all(), passed.args().getFirst(), spot);
    }
    int test = name.equals("select") || name.equals("reject") ? 0 : 1;
    if ((test == 0 || name.equals("selectattr") || name.equals("rejectattr"))
        && passed.args().size() > test) {
      named("test", Tests.all(), passed.args().get(test), spot);
    }
  }

  void test(String name, Expr.Passed passed, Spot spot) {
    check("test", Tests.all(), name, passed, spot);
  }

  private void named(String kind, Map<String, Operation> known, Expr name, Spot spot) {
    if (name instanceof Expr.Const(String text) && !known.containsKey(text)) {
      unknown(kind, known.keySet(), text, spot);
    }
  }

  private void unknown(String kind, Set<String> known, String name, Spot spot) {
    tokens.note(
        spot, name, "this " + kind + " is not known here" + Suggestion.clause(name, known));
  }

  private void check(
      String kind, Map<String, Operation> known, String name, Expr.Passed passed, Spot spot) {
    Operation operation = known.get(name);
    if (operation == null) {
      unknown(kind, known.keySet(), name, spot);
      return;
    }
    fault(operation, passed)
        .ifPresent(f -> tokens.note(spot, name, "the " + kind + " " + f));
  }

  private static Optional<String> fault(Operation operation, Expr.Passed passed) {
    return operation.signature().fault(passed.args().size(), passed.names(), passed.open());
  }

  void call(Expr.Call call, Spot spot) {
    switch (call.callee()) {
      case Expr.Name name -> called.add(new Called(name.name(), name.spot()));
      case Expr.Attr attr when !Methods.known(attr.name()) ->
          methods.add(new Called(attr.name(), spot));
      case Expr.Attr attr -> {
        // what only texts have is checked now; other names may belong to several types
        Operation method = Methods.TEXT.get(attr.name());
        if (method != null && !Methods.LIST.containsKey(attr.name())) {
          fault(method, call.passed())
              .ifPresent(f -> tokens.note(spot, attr.name(), "the method " + f));
        }
      }
      default -> {}
    }
  }

  /** At the end, when all assignments are known. */
  void finish() {
    for (Called function : called) {
      if (!assigned.contains(function.name)
          && !Builtins.all().containsKey(function.name)
          && !function.name.equals("loop")
          && !function.name.equals("caller")) {
        unknown("function", Builtins.all().keySet(), function.name, function.spot);
      }
    }
    for (Called method : methods) {
      if (!namespaces && !CYCLER.contains(method.name)) {
        unknown("method", Methods.names(), method.name, method.spot);
      }
    }
  }

  private static final Set<String> CYCLER = Set.of("next", "reset");
}
