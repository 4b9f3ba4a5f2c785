package dev.tuneplan.managed;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One model, or models of one size, with one provider.
 *
 * @param model the name in the provider's API, or a label where models are sold by size
 * @param aliases other names of the same model at the same rates
 * @param what which models it trains, and how
 * @param training what a job costs
 * @param base rates of the model as it is
 * @param tuned rates of the model once it is fine-tuned
 * @param hosting what keeping it costs
 * @param life until when, and whether it trains at all
 * @param notes what else is to be known
 * @param grounds of everything but the rates
 * @param rateGrounds of {@code base} and {@code tuned}
 */
public record ModelOffer(
    String model,
    List<String> aliases,
    What what,
    Training training,
    Optional<TokenRates> base,
    Optional<TokenRates> tuned,
    Hosting hosting,
    Life life,
    Optional<String> notes,
    Grounds grounds,
    Grounds rateGrounds) {
  /**
   * Which models are trained, and how.
   *
   * @param tunes ids of open models that it is
   * @param size of models that are sold by size, billions of parameters
   * @param methods lora, full; empty: the provider does not say
   * @param objective sft, dpo, rft or classifier
   */
  public record What(
      List<String> tunes, Optional<Size> size, List<String> methods, String objective) {
    public What {
      tunes = List.copyOf(tunes);
      methods = List.copyOf(methods);
    }
  }

  /** Billions of parameters: more than the one, at most the other. */
  public record Size(double above, double upTo) {
    /** Whether a model of so many billions belongs to it. */
    public boolean holds(double billions) {
      return billions > above && billions <= upTo;
    }
  }

  /**
   * How long it lasts.
   *
   * @param trains false: no new job can be started
   * @param closed why it trains no more
   * @param retires when the model stops answering, as {@code 2026-10-23}
   * @param legacy whether others took its place long ago
   */
  public record Life(
      boolean trains, Optional<String> closed, Optional<String> retires, boolean legacy) {}

  public ModelOffer {
    aliases = List.copyOf(aliases);
  }

  /** The model and its aliases in lower case. */
  Stream<String> names() {
    return Stream.concat(Stream.of(model), aliases.stream()).map(n -> n.toLowerCase(Locale.ROOT));
  }

  /** What tells it from others of its provider. */
  String key() {
    return model.toLowerCase(Locale.ROOT);
  }

  /** The same, with what it leaves open taken from another. */
  ModelOffer over(ModelOffer other) {
    boolean rates = base.isPresent() || tuned.isPresent();
    boolean priced = training.priced();
    return new ModelOffer(
        model,
        Stream.concat(aliases.stream(), other.aliases.stream()).distinct().toList(),
        what.tunes().isEmpty() && what.size().isEmpty() ? other.what : what,
        priced ? training : other.training,
        base.or(() -> other.base),
        tuned.or(() -> other.tuned),
        hosting.equals(Hosting.UNKNOWN) ? other.hosting : hosting,
        new Life(
            life.trains && other.life.trains,
            life.closed.or(() -> other.life.closed),
            life.retires.or(() -> other.life.retires),
            life.legacy || other.life.legacy),
        notes.or(() -> other.notes),
        priced ? grounds : other.grounds,
        rates ? rateGrounds : other.rateGrounds);
  }
}
