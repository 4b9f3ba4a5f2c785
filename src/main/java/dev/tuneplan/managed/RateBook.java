package dev.tuneplan.managed;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which rates a model's name in a log stands for. A fine-tuned name is looked up by the longest
 * known name that its base begins with, behind which only the date of a snapshot may stand ({@code
 * ft:gpt-4o-2024-11-20} is {@code ft:gpt-4o}, {@code ft:gpt-4o-mini} is not); what is not found is
 * unpriced, never priced as its base model and never 0.
 */
public final class RateBook {
  /** Snapshots: {@code -2024-11-20}, {@code -0613}. */
  private static final Pattern DATE = Pattern.compile("-(20\\d\\d-\\d\\d-\\d\\d|\\d{4})");

  private final ProviderBook book;

  /** Over the rates of a book. */
  public RateBook(ProviderBook book) {
    this.book = book;
  }

  /** The rates of a name by itself. */
  public RateAnswer rates(String name) {
    return rates(Optional.empty(), name);
  }

  /**
   * The rates of a name.
   *
   * @param provider who answered, as the log says, such as {@code azure}; what the name itself says
   *     goes first
   */
  public RateAnswer rates(Optional<String> provider, String name) {
    LogName read = LogName.of(name, this::known);
    if (read.base().isBlank()) {
      return unpriced(
          read,
          read.tuned()
              ? "the name does not say which model was fine-tuned"
              : "the name of the model is empty");
    }
    Optional<String> stranger = provider.filter(p -> read.provider().isEmpty() && !known(low(p)));
    if (stranger.isPresent()) {
      return unpriced(read, "no rates of the provider '" + stranger.get() + "' are known");
    }
    List<Provider> those = providers(read, provider);
    return read.tuned() ? tuned(read, those) : base(read, those);
  }

  private boolean known(String word) {
    return book.providers().stream().anyMatch(p -> p.names().contains(word));
  }

  private static String low(String word) {
    return word.strip().toLowerCase(Locale.ROOT);
  }

  private List<Provider> providers(LogName read, Optional<String> told) {
    Optional<String> named = read.provider().or(() -> told.map(RateBook::low));
    Predicate<Provider> asked =
        named.isPresent() ? p -> p.names().contains(named.get()) : Provider::bare;
    return book.providers().stream().filter(asked).toList();
  }

  private RateAnswer tuned(LogName read, List<Provider> those) {
    Optional<Hit> hit = longest(read.base(), those, ModelOffer::tuned);
    if (hit.isPresent()) {
      return priced(read, hit.get(), "ft:" + hit.get().name);
    }
    boolean base = longest(read.base(), those, ModelOffer::base).isPresent();
    String who = those.isEmpty() ? "any provider" : those.getFirst().name();
    return unpriced(
        read,
        "no rates are known for a fine-tuned "
            + read.base()
            + " of "
            + who
            + (base ? "; its base model's rates are not its own" : ""));
  }

  private RateAnswer base(LogName read, List<Provider> those) {
    Optional<Hit> hit = longest(read.base(), those, ModelOffer::base);
    if (hit.filter(h -> h.name.equals(read.base())).isPresent()) {
      return priced(read, hit.get(), hit.get().name);
    }
    if (hit.isPresent()) {
      return unpriced(
          read,
          "no rates are known for this snapshot of "
              + hit.get().name
              + ", and snapshots may differ in price");
    }
    return unpriced(
        read,
        "no rates are known for it; if it is the name of a deployment, say which model it runs");
  }

  /** The longest name that a base is, or is a snapshot of, among offers with rates of a kind. */
  private static Optional<Hit> longest(
      String base, List<Provider> those, Function<ModelOffer, Optional<TokenRates>> kind) {
    return those.stream()
        .flatMap(p ->
            p.offers().stream()
                .flatMap(o ->
                    kind.apply(o).stream()
                        .flatMap(r ->
                            o.names().filter(n -> fits(base, n)).map(n -> new Hit(p, o, n, r)))))
        .max(
            Comparator.comparingInt((Hit h) -> h.name.length())
                .thenComparing(h -> h.offer.key().equals(h.name)));
  }

  private static boolean fits(String base, String name) {
    return base.equals(name)
        || (base.startsWith(name) && DATE.matcher(base.substring(name.length())).matches());
  }

  private record Hit(Provider provider, ModelOffer offer, String name, TokenRates rates) {}

  private static RateAnswer priced(LogName read, Hit hit, String matched) {
    return new RateAnswer.Priced(
        read.given(),
        read.tuned(),
        read.base(),
        hit.provider.id(),
        hit.rates,
        matched,
        read.tuned() ? hit.offer.hosting() : Hosting.UNKNOWN,
        hit.offer.rateGrounds());
  }

  private static RateAnswer unpriced(LogName read, String reason) {
    return new RateAnswer.Unpriced(
        read.given(),
        read.tuned(),
        read.base().isBlank() ? Optional.empty() : Optional.of(read.base()),
        reason);
  }
}
