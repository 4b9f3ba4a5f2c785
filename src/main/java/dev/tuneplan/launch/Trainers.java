package dev.tuneplan.launch;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Suggestion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The trainers that a plan can be launched with. */
public final class Trainers {
  private static final Map<String, TrainerAdapter> ALL = all();
  private static final TrainerAdapter COMMAND = new AnyCommand();

  private Trainers() {}

  private static Map<String, TrainerAdapter> all() {
    Map<String, TrainerAdapter> all = new TreeMap<>();
    List.of(new Axolotl(), new LlamaFactory(), new Torchtune(), new Trl())
        .forEach(t -> all.put(t.name(), t));
    return all;
  }

  /** Names by which a run spec asks for a trainer. */
  public static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * The trainer of a plan.
   *
   * @throws InvalidInput when it has none that can be launched
   */
  public static TrainerAdapter of(LaunchPlan plan) {
    if (!plan.spec().launch().command().isEmpty()) {
      return COMMAND;
    }
    String name = plan.spec().trainer();
    TrainerAdapter adapter = ALL.get(name.toLowerCase(Locale.ROOT));
    if (adapter == null) {
      throw new InvalidInput(
          plan.spec().places().trainer(),
          "trainer",
          "'"
              + name
              + "' is estimated but not launched"
              + Suggestion.clause(name, ALL.keySet())
              + "; launched are "
              + String.join(", ", ALL.keySet())
              + ", and any program that the spec names under 'command'");
    }
    return adapter;
  }
}
