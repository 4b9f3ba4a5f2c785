package dev.tuneplan.template;

import java.util.LinkedHashMap;
import java.util.Map;

/** Gathers operations by name. */
final class Operations {
  private final Map<String, Operation> all = new LinkedHashMap<>();

  Operations add(String name, Signature signature, Operation.Body body) {
    all.put(name, new Operation(name, signature, body));
    return this;
  }

  Operations alias(String name, String of) {
    Operation known = all.get(of);
    if (known == null) {
      throw new IllegalStateException("no operation " + of);
    }
    all.put(name, new Operation(name, known.signature(), known.body()));
    return this;
  }

  Operations addAll(Map<String, Operation> more) {
    all.putAll(more);
    return this;
  }

  Map<String, Operation> done() {
    return Map.copyOf(all);
  }
}
