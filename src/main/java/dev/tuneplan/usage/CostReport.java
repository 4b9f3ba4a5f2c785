package dev.tuneplan.usage;

import dev.tuneplan.base.Money;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What models cost, the dearest first in each period, unpriced ones behind.
 *
 * @param models each with its period
 */
public record CostReport(List<ModelCost> models) {
  public CostReport {
    models = List.copyOf(models);
  }

  /** How calls are put together by their time. */
  public enum By {
    ALL,
    DAY,
    MONTH
  }

  /** Of which sum a model is a part. */
  public enum Part {
    FINE_TUNED,
    BASE,
    /** Either, without rates. */
    UNPRICED
  }

  /**
   * What is shown in one line.
   *
   * @param rates whose, or why there are none: providers may differ
   */
  private record Group(String period, String model, String tier, String rates) {}

  private static final class Gathered {
    private final Rate rate;
    private String provider = "";
    private Calls calls = Calls.NONE;

    Gathered(Rate rate) {
      this.rate = rate;
    }

    void add(CallKey key, Calls some) {
      provider = provider.isEmpty() ? key.provider() : provider;
      calls = calls.plus(some);
    }
  }

  /**
   * Prices calls.
   *
   * @param deployments what is behind names that are no model's, such as those of deployments
   */
  public static CostReport of(
      Map<CallKey, Calls> calls, By by, Map<String, String> deployments, Rate.Book book) {
    Map<List<String>, Rate> rates = new HashMap<>();
    Map<Group, Gathered> groups = new LinkedHashMap<>();
    calls.forEach((key, some) -> {
      Rate rate =
          rates.computeIfAbsent(
              List.of(key.provider(), key.model()), k -> rate(key, deployments, book));
      String period = by == By.ALL ? "" : key.period(by == By.MONTH);
      Group group = new Group(period, key.model(), key.tier(), rates(rate));
      groups.computeIfAbsent(group, g -> new Gathered(rate)).add(key, some);
    });
    List<ModelCost> models = new ArrayList<>();
    groups.forEach((g, c) -> models.add(cost(g, c)));
    models.sort(
        Comparator.comparing(ModelCost::period)
            .thenComparing(m -> m.usd().isEmpty())
            .thenComparing(m -> m.usd().orElse(Money.ZERO), Comparator.reverseOrder())
            .thenComparing(ModelCost::model)
            .thenComparing(ModelCost::tier));
    return new CostReport(models);
  }

  private static Rate rate(CallKey key, Map<String, String> deployments, Rate.Book book) {
    if (key.model().isEmpty()) {
      return new Rate.Unknown(
          false, Optional.empty(), "the log does not name the model (group usage by model)");
    }
    String name = key.model();
    String bare = name.substring(name.lastIndexOf('/') + 1);
    String behind = deployments.getOrDefault(name, deployments.getOrDefault(bare, name));
    return book.rate(key.provider(), behind);
  }

  private static String rates(Rate rate) {
    return switch (rate) {
      case Rate.Known k -> k.matched();
      case Rate.Unknown u -> u.reason();
    };
  }

  private static ModelCost cost(Group g, Gathered some) {
    Calls c = some.calls;
    ModelCost.Cost cost =
        switch (some.rate) {
          case Rate.Unknown u -> new ModelCost.Cost.Unpriced(u.reason());
          case Rate.Known k -> price(g.tier(), k, c.tokens());
        };
    return new ModelCost(
        g.period(),
        some.provider,
        g.model(),
        g.tier(),
        some.rate.fineTuned(),
        some.rate.base(),
        c.calls(),
        c.tokens(),
        cost,
        c.withLogged() == 0 ? Optional.empty() : Optional.of(c.logged()));
  }

  private static ModelCost.Cost price(String tier, Rate.Known rate, Tokens tokens) {
    if (tokens.unusual() > 0) {
      return new ModelCost.Cost.Unpriced(
          String.format(
              java.util.Locale.ROOT,
              "%,d tokens of audio or written into a cache have rates that are not known",
              tokens.unusual()));
    }
    return switch (tier) {
      case CallKey.STANDARD ->
          new ModelCost.Cost.Priced(
              rate.price().standard(tokens),
              rate.matched(),
              note(rate, tokens.cached() > 0 && !rate.price().cachedRate()));
      case CallKey.BATCH ->
          rate.price()
              .batch(tokens)
              .<ModelCost.Cost>map(
                  m -> new ModelCost.Cost.Priced(m, rate.matched(), note(rate, false)))
              .orElseGet(() -> new ModelCost.Cost.Unpriced("no batch rate is known for it"));
      default ->
          new ModelCost.Cost.Unpriced("no rates are known for the service tier '" + tier + "'");
    };
  }

  private static String note(Rate.Known rate, boolean cached) {
    String said = cached ? "cached tokens at the rate of other input: no other is known" : "";
    return said + (said.isEmpty() || rate.onTop().isEmpty() ? "" : "; ") + rate.onTop();
  }

  /** The sums of all that is here. */
  public Map<Part, Sum> sums() {
    return sums(models);
  }

  /** The sums of each period, in order. */
  public Map<String, Map<Part, Sum>> periods() {
    Map<String, List<ModelCost>> byPeriod = new TreeMap<>();
    models.forEach(m -> byPeriod.computeIfAbsent(m.period(), p -> new ArrayList<>()).add(m));
    Map<String, Map<Part, Sum>> sums = new LinkedHashMap<>();
    byPeriod.forEach((p, some) -> sums.put(p, sums(some)));
    return sums;
  }

  private static Map<Part, Sum> sums(List<ModelCost> some) {
    Map<Part, Sum> sums = new java.util.EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      sums.put(part, Sum.NONE);
    }
    some.forEach(m -> sums.compute(part(m), (p, s) -> (s == null ? Sum.NONE : s).plus(m)));
    return sums;
  }

  /** Of which sum a model is a part. */
  public static Part part(ModelCost m) {
    return m.usd().isEmpty() ? Part.UNPRICED : m.fineTuned() ? Part.FINE_TUNED : Part.BASE;
  }
}
