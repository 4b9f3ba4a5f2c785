package dev.tuneplan.template;

import java.math.BigInteger;
import java.util.Map;

/** The tests of Jinja 3.1.6 (jinja2/tests.py). */
final class Tests {
  private static final Map<String, Operation> ALL =
      new Operations()
          .add("defined", Signature.of(), (_, v, _) -> !(v instanceof Undefined))
          .add("undefined", Signature.of(), (_, v, _) -> v instanceof Undefined)
          .add("none", Signature.of(), (_, v, _) -> v == None.NONE)
          .add("boolean", Signature.of(), (_, v, _) -> v instanceof Boolean)
          .add("true", Signature.of(), (_, v, _) -> Boolean.TRUE.equals(v))
          .add("false", Signature.of(), (_, v, _) -> Boolean.FALSE.equals(v))
          .add("string", Signature.of(), (_, v, _) -> v instanceof String || v instanceof Markup)
          .add("mapping", Signature.of(), (_, v, _) -> v instanceof Dict)
          .add("number", Signature.of(), (_, v, _) -> Equality.number(v))
          .add("integer", Signature.of(), (_, v, _) -> v instanceof Long || v instanceof BigInteger)
          .add("float", Signature.of(), (_, v, _) -> v instanceof Double)
          .add(
              "sequence",
              Signature.of(),
              (_, v, _) -> Slices.sequence(v) || v instanceof Dict || v instanceof Undefined)
          .add(
              "iterable",
              Signature.of(),
              (_, v, _) -> v instanceof Loop || Iteration.iterator(v).isPresent())
          .add(
              "callable",
              Signature.of(),
              (_, v, _) -> v instanceof Callable || v instanceof Undefined)
          .add("escaped", Signature.of(), (_, v, _) -> v instanceof Markup)
          .add("lower", Signature.of(), (r, v, _) -> CaseMethods.is(Text.str(r, v), false))
          .add("upper", Signature.of(), (r, v, _) -> CaseMethods.is(Text.str(r, v), true))
          .add("odd", Signature.of(), (r, v, _) -> remainder(r, v, 2L, 1L))
          .add("even", Signature.of(), (r, v, _) -> remainder(r, v, 2L, 0L))
          .add("divisibleby", Signature.of("num"), (r, v, a) -> remainder(r, v, a[0], 0L))
          .add("in", Signature.of("seq"), (r, v, a) -> Iteration.contains(r, a[0], v))
          .add("sameas", Signature.of("other"), (r, v, a) -> same(r, v, a[0]))
          .add("eq", other(), (r, v, a) -> Equality.equal(r, v, a[0]))
          .add("ne", other(), (r, v, a) -> !Equality.equal(r, v, a[0]))
          .add("lt", other(), (r, v, a) -> Order.holds(r, "<", v, a[0]))
          .add("le", other(), (r, v, a) -> Order.holds(r, "<=", v, a[0]))
          .add("gt", other(), (r, v, a) -> Order.holds(r, ">", v, a[0]))
          .add("ge", other(), (r, v, a) -> Order.holds(r, ">=", v, a[0]))
          .add(
              "filter",
              Signature.of(),
              (_, v, _) -> Filters.all().containsKey(v) || Filters.MISSING.contains(v))
          .alias("==", "eq")
          .alias("equalto", "eq")
          .alias("!=", "ne")
          .alias("<", "lt")
          .alias("lessthan", "lt")
          .alias("<=", "le")
          .alias(">", "gt")
          .alias("greaterthan", "gt")
          .alias(">=", "ge")
          .done();

  private Tests() {}

  private static Signature other() {
    return Signature.of("other").byPosition();
  }

  static Map<String, Operation> all() {
    return ALL;
  }

  static Object call(Run run, String name, Object value, Args args) {
    Operation test = ALL.get(name);
    if (test == null) {
      throw name.equals("test")
          ? Fault.refused("the test 'test'")
          : Fault.raised("TemplateRuntimeError", "No test named '" + name + "'.");
    }
    return test.call(run, value, args);
  }

  private static boolean remainder(Run run, Object value, Object by, long expected) {
    return Equality.equal(run, Arithmetic.apply(run, "%", value, by), expected);
  }

  /** Python's {@code is}, refused where it depends on how CPython shares equal values. */
  private static boolean same(Run run, Object a, Object b) {
    if (a == b) {
      return true;
    }
    if (a instanceof Boolean || a instanceof None) {
      return a.equals(b);
    }
    if (a.getClass() == b.getClass()
        && !(a instanceof PyList)
        && !(a instanceof Dict)
        && Equality.equal(run, a, b)) {
      if (a instanceof Long l && l >= -5 && l <= 256) {
        return true;
      }
      throw Fault.refused("'sameas' of two equal values of type " + Types.name(a));
    }
    return false;
  }
}
