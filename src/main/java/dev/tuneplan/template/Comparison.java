package dev.tuneplan.template;

import java.util.List;

/** Comparisons, also chained ones. */
final class Comparison {
  private Comparison() {}

  static Code compile(Code first, List<String> ops, List<Code> others) {
    if (ops.size() == 1) {
      String op = ops.getFirst();
      Code other = others.getFirst();
      return env -> {
        env.run.spend(1);
        Object left = first.eval(env);
        return holds(env.run, op, left, other.eval(env));
      };
    }
    return env -> {
      Object left = first.eval(env);
      for (int i = 0; i < ops.size(); i++) {
        env.run.spend(1);
        Object right = others.get(i).eval(env);
        if (!holds(env.run, ops.get(i), left, right)) {
          return false;
        }
        left = right;
      }
      return true;
    };
  }

  private static boolean holds(Run run, String op, Object left, Object right) {
    return switch (op) {
      case "==" -> Equality.equal(run, left, right);
      case "!=" -> !Equality.equal(run, left, right);
      case "in" -> Iteration.contains(run, right, left);
      case "not in" -> !Iteration.contains(run, right, left);
      default -> Order.holds(run, op, left, right);
    };
  }
}
