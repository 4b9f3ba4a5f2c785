package dev.tuneplan.cost.rate;

import dev.tuneplan.base.Problems;
import dev.tuneplan.cost.facts.Capacity;
import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.files.Fields;
import dev.tuneplan.files.Node;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a user's own rates: {@code kind: Rates} with a list of {@code rates}. Each names the
 * machines that it is for, by {@code instanceType}, {@code gpu} (the beginning of the node label
 * nvidia.com/gpu.product), {@code region} and {@code capacity}, and what they cost in one of three
 * ways: {@code perGpuHour}, {@code nodeHour} or {@code onPrem}. A price is a number, or a list of
 * {@code {from, price}} where it changes.
 */
public final class RatesReader {
  private static final BigDecimal MOST = new BigDecimal("1000000000");

  private final Problems problems = new Problems();

  private RatesReader() {}

  /**
   * Reads.
   *
   * @throws dev.tuneplan.base.InvalidInput with every fault at once
   */
  public static RateBook read(Node root) {
    return new RatesReader().book(root);
  }

  private RateBook book(Node root) {
    Fields f = Fields.of(root, problems);
    f.word("apiVersion", List.of("tuneplan/v1"));
    f.word("kind", List.of("Rates"));
    String currency = f.text("currency").orElse("USD");
    if (!currency.matches("[A-Z]{3}")) {
      f.fault("currency", "must be three capital letters such as USD (was '" + currency + "')");
    }
    List<RateCard> cards = new ArrayList<>();
    f.children("rates").forEach(r -> card(r).ifPresent(cards::add));
    if (!f.has("rates")) {
      problems.add(f.place(), "rates", "is required: a list of what machines cost");
    }
    f.refuseOthers();
    problems.throwIfAny();
    return new RateBook(currency, cards);
  }

  private Optional<RateCard> card(Fields f) {
    Optional<String> capacity = f.word("capacity", List.of("on-demand", "spot"));
    RateSource source = new RateSource(f.requiredText("source"), f.text("date").orElse("undated"));
    Optional<Rate> rate = rate(f, source);
    RateCard.Of machines =
        new RateCard.Of(
            f.text("instanceType"),
            f.text("gpu"),
            f.text("region"),
            capacity.map(c -> c.equals("spot") ? Capacity.SPOT : Capacity.ON_DEMAND));
    f.refuseOthers();
    return rate.map(r -> new RateCard(machines, r));
  }

  private Optional<Rate> rate(Fields f, RateSource source) {
    List<String> ways =
        List.of("perGpuHour", "nodeHour", "onPrem").stream().filter(f::has).toList();
    if (ways.size() != 1) {
      problems.add(
          f.place(),
          "",
          ways.isEmpty()
              ? "needs one of perGpuHour, nodeHour or onPrem"
              : "has " + String.join(" and ", ways) + ", and rates are never mixed: leave one");
      return Optional.empty();
    }
    return switch (ways.getFirst()) {
      case "perGpuHour" -> series(f, "perGpuHour").map(s -> new Rate.PerGpu(s, source));
      case "nodeHour" -> {
        BasePrices proportion = proportion(f);
        yield series(f, "nodeHour").map(s -> new Rate.OfNode(s, proportion, source));
      }
      default -> f.child("onPrem").flatMap(this::onPrem).map(o -> o.rate(source));
    };
  }

  private Optional<PriceSeries> series(Fields f, String key) {
    if (!(f.node(key).orElse(null) instanceof Node.Sequence)) {
      return amount(f, key).map(PriceSeries::always);
    }
    List<PriceSeries.Point> points = new ArrayList<>();
    for (Fields point : f.children(key)) {
      Optional<BigDecimal> price = amount(point, "price");
      Optional<Instant> from = time(point);
      point.refuseOthers();
      from.ifPresent(at -> price.ifPresent(p -> points.add(new PriceSeries.Point(at, p))));
    }
    if (points.isEmpty() && problems.none()) {
      f.fault(key, "needs at least one price");
    }
    return points.isEmpty() ? Optional.empty() : Optional.of(new PriceSeries(points));
  }

  private static Optional<Instant> time(Fields f) {
    String text = f.requiredText("from");
    try {
      return Optional.of(Instant.parse(text));
    } catch (DateTimeException e) {
      f.fault("from", "must be a time such as 2026-11-01T00:00:00Z (was '" + text + "')");
      return Optional.empty();
    }
  }

  private BasePrices proportion(Fields f) {
    Optional<Fields> given = f.child("proportion");
    if (given.isEmpty()) {
      return BasePrices.OPENCOST;
    }
    Map<Resource, BigDecimal> prices = new EnumMap<>(Resource.class);
    for (Resource resource : Resource.values()) {
      if (given.get().has(resource.word())) {
        amount(given.get(), resource.word()).ifPresent(p -> prices.put(resource, p));
      }
    }
    given.get().refuseOthers();
    return new BasePrices(prices);
  }

  private Optional<OnPrem> onPrem(Fields f) {
    Optional<BigDecimal> price = amount(f, "price");
    Optional<BigDecimal> life = amount(f, "lifeYears").filter(v -> positive(f, "lifeYears", v));
    Optional<BigDecimal> used = amount(f, "utilisation").filter(v -> positive(f, "utilisation", v));
    Optional<BigDecimal> watts = amount(f, "watts");
    Optional<BigDecimal> power = amount(f, "powerPerKwh");
    BigDecimal pue = f.has("pue") ? amount(f, "pue").orElse(BigDecimal.ONE) : BigDecimal.ONE;
    int gpus = (int) f.whole("gpus", 1, 10_000).orElse(1);
    f.refuseOthers();
    if (pue.compareTo(BigDecimal.ONE) < 0) {
      f.fault("pue", "must be 1 or more: the building takes at least what its machines do");
      return Optional.empty();
    }
    if (used.isPresent() && used.get().compareTo(BigDecimal.ONE) > 0) {
      f.fault("utilisation", "must be a share, 0..1 (was " + used.get() + ")");
      return Optional.empty();
    }
    return price.flatMap(p ->
        life.flatMap(l ->
            used.flatMap(
                u -> watts.flatMap(w -> power.map(e -> new OnPrem(p, l, u, w, e, pue, gpus))))));
  }

  private static boolean positive(Fields f, String key, BigDecimal value) {
    if (value.signum() <= 0) {
      f.fault(key, "must be above 0");
      return false;
    }
    return true;
  }

  /** A number with all of its digits. */
  private static Optional<BigDecimal> amount(Fields f, String key) {
    String text = f.requiredText(key);
    if (!f.has(key) || text.isEmpty()) {
      return Optional.empty();
    }
    if (text.matches("[0-9]{1,12}(\\.[0-9]{1,18})?")) {
      BigDecimal value = new BigDecimal(text);
      if (value.compareTo(MOST) < 0) {
        return Optional.of(value);
      }
    }
    f.fault(key, "must be a number 0.." + MOST + " without an exponent (was '" + text + "')");
    return Optional.empty();
  }
}
