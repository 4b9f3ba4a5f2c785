package dev.tuneplan.template;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop} (jinja2.runtime.LoopContext, 3.1.6). */
final class Loop implements Callable {
  /** What can be called on it. */
  static final Set<String> METHODS = Set.of("cycle", "changed");

  private final Object iterable;
  private final long depth0;
  private final @Nullable BiFunction<Object, Long, Object> recurse;
  private Iterator<Object> items;
  private long index0 = -1;
  private long length = -1;
  private @Nullable Object current;
  private @Nullable Object before;
  private @Nullable Object after;
  private @Nullable Tuple changed;

  Loop(
      Object iterable,
      Iterator<Object> items,
      long depth0,
      @Nullable BiFunction<Object, Long, Object> recurse) {
    this.iterable = iterable;
    this.items = items;
    this.depth0 = depth0;
    this.recurse = recurse;
  }

  /** Goes on to the next item, if there is one. */
  boolean advance() {
    if (after == null && !items.hasNext()) {
      return false;
    }
    Object next = after == null ? items.next() : after;
    after = null;
    index0++;
    before = current;
    current = next;
    return true;
  }

  Object current() {
    return current == null ? None.NONE : current;
  }

  long index0() {
    return index0;
  }

  long length() {
    if (length < 0) {
      OptionalInt known =
          iterable instanceof Generator ? OptionalInt.empty() : Iteration.length(iterable);
      if (known.isPresent()) {
        length = known.getAsInt();
      } else {
        List<Object> rest = new ArrayList<>();
        items.forEachRemaining(rest::add);
        items = rest.iterator();
        length = rest.size() + index0 + 1 + (after == null ? 0 : 1);
      }
    }
    return length;
  }

  private @Nullable Object peek() {
    if (after == null && items.hasNext()) {
      after = items.next();
    }
    return after;
  }

  @Nullable Object attribute(String name) {
    return switch (name) {
      case "index" -> index0 + 1;
      case "index0" -> index0;
      case "first" -> index0 == 0;
      case "last" -> peek() == null;
      case "length" -> length();
      case "revindex" -> length() - index0;
      case "revindex0" -> length() - index0 - 1;
      case "depth" -> depth0 + 1;
      case "depth0" -> depth0;
      case "previtem" ->
          index0 == 0 || before == null ? new Undefined("there is no previous item") : before;
      case "nextitem" -> {
        Object next = peek();
        yield next == null ? new Undefined("there is no next item") : next;
      }
      case "cycle" -> new Builtin(name, (_, args) -> cycle(args));
      case "changed" -> new Builtin(name, this::changed);
      default -> {
        if (name.startsWith("_")) {
          throw Fault.refused("the attribute '" + name + "' of 'loop'");
        }
        yield null;
      }
    };
  }

  private Object cycle(Args args) {
    if (args.positional().isEmpty()) {
      throw Fault.type("no items for cycling given");
    }
    return args.positional().get((int) (index0 % args.positional().size()));
  }

  private Object changed(Run run, Args args) {
    Tuple now = new Tuple(args.positional());
    boolean different = changed == null || !Equality.equal(run, changed, now);
    changed = now;
    return different;
  }

  @Override
  public Object call(Run run, Args args) {
    if (recurse == null) {
      throw Fault.type("The loop must have the 'recursive' marker to be called recursively.");
    }
    Object[] bound = Signature.of("iterable").bind("loop()", args);
    return recurse.apply(bound[0], depth0 + 1);
  }
}
