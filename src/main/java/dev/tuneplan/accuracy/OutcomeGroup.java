package dev.tuneplan.accuracy;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Runs of which the errors of plans are summed up together.
 *
 * @param by what they have in common
 * @param name of it, such as {@code 2026-11}; empty for all
 * @param runs how many
 * @param gpuFull how many of them ran out of a GPU's memory, each called fitting by its plan
 * @param figures of which at least one run tells what it came to
 */
public record OutcomeGroup(
    By by, String name, int runs, int gpuFull, Map<Figure, Summary> figures) {
  /** What runs have in common. */
  public enum By {
    ALL(o -> ""),
    MONTH(o -> o.month().toString()),
    SETUP(o -> o.setup().toString()),
    PLAN(o -> o.learned() ? "corrected by runs" : "not corrected");

    private final Function<Outcome, String> name;

    By(Function<Outcome, String> name) {
      this.name = name;
    }

    /** For trees. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** All, by month, by trainer with GPU and method, and by whether runs had corrected the plan. */
  public static List<OutcomeGroup> of(List<Outcome> outcomes) {
    List<OutcomeGroup> groups = new ArrayList<>();
    for (By by : By.values()) {
      outcomes.stream()
          .collect(Collectors.groupingBy(by.name, TreeMap::new, Collectors.toList()))
          .forEach((name, some) -> groups.add(of(by, name, some)));
    }
    return groups;
  }

  private static OutcomeGroup of(By by, String name, List<Outcome> outcomes) {
    Map<Figure, Summary> figures = new EnumMap<>(Figure.class);
    for (Figure figure : Figure.values()) {
      List<Score> scores =
          outcomes.stream()
              .filter(o -> o.scores().containsKey(figure))
              .map(o -> o.scores().get(figure))
              .toList();
      if (!scores.isEmpty()) {
        figures.put(figure, Summary.of(scores));
      }
    }
    return new OutcomeGroup(
        by,
        name,
        outcomes.size(),
        (int) outcomes.stream().filter(Outcome::gpuFull).count(),
        figures);
  }
}
