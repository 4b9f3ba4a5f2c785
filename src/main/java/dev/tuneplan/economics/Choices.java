package dev.tuneplan.economics;

import dev.tuneplan.managed.Counting;
import dev.tuneplan.managed.ModelOffer;
import dev.tuneplan.managed.Provider;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/**
 * Which providers fine-tune something.
 *
 * @param providers all that are known
 * @param job what is trained
 * @param day on which it is asked
 */
public record Choices(List<Provider> providers, Counting.Job job, LocalDate day) {
  private static final Comparator<Choice> CHEAPEST =
      Comparator.comparing((Choice c) -> c.refusal().isPresent())
          .thenComparing(c -> c.bill().usd().map(u -> u.amount().doubleValue()).orElse(0.0))
          .thenComparing(c -> c.provider().id())
          .thenComparing(c -> c.offer().model());

  public Choices {
    providers = List.copyOf(providers);
  }

  /** Offers for the model itself, the cheapest first; those without a price last. */
  public List<Choice> of(Wanted wanted) {
    return providers.stream().flatMap(p -> of(p, wanted).stream()).sorted(CHEAPEST).toList();
  }

  /**
   * A model may stand under several names, some of which an import brought with rates of calls
   * alone: those say nothing of training, and go where another name does.
   */
  private List<Choice> of(Provider p, Wanted wanted) {
    List<Choice> all =
        p.offers().stream()
            .filter(o -> same(p, o, wanted) && says(o))
            .map(o -> choice(p, o))
            .toList();
    boolean priced = all.stream().anyMatch(c -> c.offer().training().priced());
    return all.stream()
        .filter(c -> !priced || c.offer().training().priced() || !c.offer().life().trains())
        .toList();
  }

  /** Whether an offer has to do with fine-tuning, and not with the model as it is alone. */
  private static boolean says(ModelOffer o) {
    return o.training().priced()
        || o.tuned().isPresent()
        || o.what().size().isPresent()
        || !o.what().tunes().isEmpty()
        || !o.life().trains();
  }

  private Choice choice(Provider p, ModelOffer o) {
    return Choice.of(p, o, TrainingBill.of(p.counting(), o.training(), job), day);
  }

  private static boolean same(Provider p, ModelOffer o, Wanted w) {
    if (!o.what().objective().equals("sft") || !method(o, w)) {
      return false;
    }
    String low = w.model().toLowerCase(Locale.ROOT);
    int slash = low.indexOf('/');
    boolean prefixed = slash > 0 && p.names().contains(low.substring(0, slash));
    String bare = prefixed ? low.substring(slash + 1) : low;
    boolean named =
        Stream.concat(Stream.of(o.model()), o.aliases().stream())
            .anyMatch(n -> n.equalsIgnoreCase(bare));
    boolean tunes = o.what().tunes().stream().anyMatch(t -> t.equalsIgnoreCase(low));
    boolean size =
        w.billions().isPresent()
            && o.what().size().filter(s -> s.holds(w.billions().getAsDouble())).isPresent();
    return named || tunes || size;
  }

  private static boolean method(ModelOffer o, Wanted w) {
    return o.what().methods().isEmpty() || o.what().methods().contains(w.method());
  }

  /**
   * For each provider that names models, the one that comes nearest to a model: in size where the
   * names say it, otherwise the cheapest that it trains.
   */
  public List<Choice> nearest(Wanted wanted) {
    return providers.stream().flatMap(p -> nearest(p, wanted).stream()).sorted(CHEAPEST).toList();
  }

  private Optional<Choice> nearest(Provider p, Wanted wanted) {
    return p.offers().stream()
        .filter(o -> o.what().size().isEmpty() && o.what().objective().equals("sft"))
        .filter(o -> !o.life().legacy() && method(o, wanted) && !same(p, o, wanted))
        .map(o -> choice(p, o))
        .filter(c -> c.refusal().isEmpty())
        .min(
            Comparator.comparingDouble((Choice c) -> distance(c.offer(), wanted))
                .thenComparing(CHEAPEST));
  }

  /** Of sizes, as a factor's logarithm; far where no size is known. */
  private static double distance(ModelOffer o, Wanted wanted) {
    OptionalDouble size = Wanted.said(o.model().replace('-', ' '));
    return size.isEmpty() || wanted.billions().isEmpty()
        ? Double.MAX_VALUE
        : Math.abs(Math.log(size.getAsDouble() / wanted.billions().getAsDouble()));
  }
}
