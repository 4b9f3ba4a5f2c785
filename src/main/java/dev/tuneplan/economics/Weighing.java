package dev.tuneplan.economics;

import dev.tuneplan.managed.RateAnswer;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * All paths of a project beside each other.
 *
 * @param name of the project
 * @param current the model that answers today
 * @param keep what it costs
 * @param traffic the calls
 * @param months in which it must pay
 * @param people hours from and to, and what one costs
 * @param experiments how many trainings
 * @param paths in the order in which they were asked for
 * @param bases models that could answer as they are, for less
 * @param assumptions every one that the figures rest on, in sentences
 */
public record Weighing(
    String name,
    RateAnswer.Priced current,
    Bill keep,
    Traffic traffic,
    int months,
    People people,
    int experiments,
    List<Weighed> paths,
    List<Base> bases,
    List<String> assumptions) {
  /** Work of people: hours from and to, USD for each. */
  public record People(BigDecimal low, BigDecimal high, BigDecimal rate) {
    /** The middle. */
    public BigDecimal likely() {
      return low.add(high).divide(BigDecimal.TWO);
    }
  }

  /** A model as it is, at today's tokens. */
  public record Base(String model, Bill bill) {}

  public Weighing {
    paths = List.copyOf(paths);
    bases = List.copyOf(bases);
    assumptions = List.copyOf(assumptions);
  }

  /** The path that brings the most within the horizon; empty: none has figures. */
  public Optional<Weighed> best() {
    return paths.stream()
        .filter(p -> p.figures().isPresent())
        .max(Comparator.comparing(p -> p.figures().orElseThrow().net(months)));
  }

  /** With other hours of people. */
  public static BreakEven with(BreakEven b, BigDecimal hours) {
    return new BreakEven(b.keep(), b.path(), b.upfront().withHours(hours), b.traffic());
  }
}
