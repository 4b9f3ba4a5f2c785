package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.List;

/**
 * A scope while it is compiled.
 *
 * @param name of the template
 * @param symbols what its names mean
 * @param function the function that it is part of
 */
record Scope(String name, Symbols symbols, Function function) {
  Scope inner() {
    return new Scope(name, symbols.inner(), function);
  }

  /** A scope that begins a function of its own. */
  Scope apart() {
    Symbols inner = symbols.inner();
    return new Scope(name, inner, function.inner(inner.level()));
  }

  SymbolVisitor visitor() {
    return new SymbolVisitor(symbols);
  }

  Function.Reach reach(String variable, Spot spot) {
    Symbols.Ident ident =
        symbols
            .find(variable)
            .orElseThrow(() ->
                new dev.tuneplan.base.InvalidInput(
                    spot.in(name),
                    variable,
                    "Jinja cannot compile this name in the filter of a set block"));
    return function.reach(ident);
  }

  /** A variable that no template can name. */
  Function.Reach hidden(String what) {
    return function.reach(new Symbols.Ident(symbols.level(), "|" + what));
  }

  /** What happens when the scope is entered; to be asked for once its symbols are complete. */
  Entry entry() {
    List<Entry.Copy> copies = new ArrayList<>();
    List<Entry.Look> looks = new ArrayList<>();
    List<Integer> missing = new ArrayList<>();
    List<Integer> all = new ArrayList<>();
    symbols
        .loads()
        .forEach((ident, load) -> {
          int slot = function.slot(ident);
          all.add(slot);
          switch (load) {
            case Symbols.Load.Parameter _ -> {}
            case Symbols.Load.Alias a ->
                copies.add(new Entry.Copy(function.reach(a.outer()), slot));
            case Symbols.Load.Resolve r -> looks.add(new Entry.Look(r.name(), slot));
            case Symbols.Load.Missing _ -> missing.add(slot);
          }
        });
    return new Entry(copies, looks, missing, all);
  }
}
