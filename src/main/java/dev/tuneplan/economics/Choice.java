package dev.tuneplan.economics;

import dev.tuneplan.managed.FineTuning;
import dev.tuneplan.managed.Grounds;
import dev.tuneplan.managed.ModelOffer;
import dev.tuneplan.managed.Provider;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A provider's offer to fine-tune something.
 *
 * @param provider who offers it
 * @param offer which model, or size of models
 * @param bill what one job costs
 * @param refusal why there is no price; empty: there is one
 * @param warnings what to know before
 */
public record Choice(
    Provider provider,
    ModelOffer offer,
    TrainingBill bill,
    Optional<String> refusal,
    List<String> warnings) {
  public Choice {
    warnings = List.copyOf(warnings);
  }

  /** As seen on a day. */
  static Choice of(Provider provider, ModelOffer offer, TrainingBill bill, LocalDate day) {
    Optional<String> refusal = refusal(provider, offer, bill, day);
    List<String> warnings = new ArrayList<>();
    if (refusal.isEmpty()) {
      provider.fineTuning().warning(day).ifPresent(warnings::add);
      offer.life().retires().ifPresent(r -> warnings.add("the base model retires on " + r));
      if (offer.grounds().grade() == Grounds.Grade.RECALLED) {
        warnings.add("its rates are from memory: check them");
      }
      if (bill.minimum()) {
        warnings.add("the provider's minimum charge is more than the tokens cost");
      }
    }
    return new Choice(provider, offer, bill, refusal, warnings);
  }

  private static Optional<String> refusal(
      Provider provider, ModelOffer offer, TrainingBill bill, LocalDate day) {
    if (!provider.fineTuning().possible(day)) {
      return provider.fineTuning().warning(day);
    }
    if (!offer.life().trains()) {
      return Optional.of("no longer trains: " + offer.life().closed().orElse("it is not offered"));
    }
    Optional<LocalDate> retires = offer.life().retires().map(LocalDate::parse);
    if (retires.filter(r -> !day.isBefore(r)).isPresent()) {
      return Optional.of("no longer trains: its base model was to retire on " + retires.get());
    }
    if (bill.usd().isEmpty()) {
      return Optional.of(
          offer
              .training()
              .usdPerHour()
              .map(h -> "bills time, " + h.toPlainString() + " USD an hour: not priced by tokens")
              .orElse("the price of training is not known"));
    }
    return Optional.empty();
  }

  /** Providers by what keeps them from training anything on a day. */
  public static List<String> away(List<Provider> providers, LocalDate day) {
    List<String> away = new ArrayList<>();
    for (Provider p : providers) {
      FineTuning.State state = p.fineTuning().on(day);
      if (state == FineTuning.State.CLOSED || state == FineTuning.State.NONE) {
        away.add(p.name() + " " + p.fineTuning().warning(day).orElse(""));
      }
    }
    return away;
  }
}
