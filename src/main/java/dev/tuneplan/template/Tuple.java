package dev.tuneplan.template;

import java.util.List;

/** A Python tuple. Its hash is computed once, so that nested tuples stay cheap as keys. */
final class Tuple {
  /** More elements than this, counted through all levels, are not accepted as a key. */
  private static final int LARGEST_KEY = 10_000;

  private final List<Object> items;
  private final boolean group;
  private int hash;

  Tuple(List<Object> items) {
    this(items, false);
  }

  private Tuple(List<Object> items, boolean group) {
    this.items = List.copyOf(items);
    this.group = group;
  }

  /** One group of the filter {@code groupby}, whose parts have names too. */
  static Tuple group(Object key, List<Object> members) {
    return new Tuple(List.of(key, new PyList(members)), true);
  }

  boolean group() {
    return group;
  }

  static Tuple of(Object... items) {
    return new Tuple(List.of(items));
  }

  List<Object> items() {
    return items;
  }

  /** The tuple with every element as {@link Dict} keys are kept. */
  Tuple asKey() {
    if (weight(this, 0) > LARGEST_KEY) {
      throw Fault.limit("a tuple used as a key has more than " + LARGEST_KEY + " elements");
    }
    return new Tuple(items.stream().map(Dict::key).toList());
  }

  private static int weight(Tuple tuple, int sum) {
    for (Object item : tuple.items) {
      sum = item instanceof Tuple inner ? weight(inner, sum + 1) : sum + 1;
      if (sum > LARGEST_KEY) {
        return sum;
      }
    }
    return sum;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Tuple that && items.equals(that.items);
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = items.hashCode();
    }
    return hash;
  }
}
