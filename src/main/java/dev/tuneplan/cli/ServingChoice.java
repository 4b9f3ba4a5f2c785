package dev.tuneplan.cli;

import dev.tuneplan.economics.Bill;
import dev.tuneplan.managed.TokenCount;
import dev.tuneplan.model.ModelShape;
import dev.tuneplan.pricing.Offer;
import dev.tuneplan.spec.RunSpec;
import dev.tuneplan.spec.TrafficSpec;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Chooses a machine to serve a model on.
 *
 * @param spec says where may be rented
 * @param asked says on what, how fast, and how long
 */
record ServingChoice(Home home, RunSpec spec, TrafficSpec asked) {
  /** What it costs; empty: nothing that is for sale holds the model. */
  Optional<Bill> bill(ModelShape model, List<String> basis) {
    TrafficSpec.Serving serving = asked.serving();
    TrafficSpec.Tokens after = asked.calls().after();
    TokenCount call = new TokenCount(after.input(), after.cached(), after.output());
    Optional<Offer> offer = offer(model);
    if (offer.isEmpty() && (serving.usdPerHour().isEmpty() || serving.gpu().isEmpty())) {
      return Optional.empty();
    }
    OwnServing on =
        offer
            .map(o ->
                new OwnServing(home.gpus().find(o.gpuId(), asked.places().servingGpu()), o.gpus()))
            .orElseGet(() ->
                new OwnServing(
                    home.gpus().find(serving.gpu().orElseThrow(), asked.places().servingGpu()), 1));
    BigDecimal usd = serving.usdPerHour().or(() -> offer.map(Offer::usdPerHour)).orElseThrow();
    BigDecimal speed = serving.tokensPerSecond().orElseGet(() -> on.assumed(model, call));
    basis.add(
        Text.of(
            "serving on %s at %s USD an hour%s, %s hours a day, %s tokens/s %s, planned to 70 %% of"
                + " it",
            on.name(),
            usd.toPlainString(),
            serving.usdPerHour().isPresent()
                ? " as given"
                : offer.map(o -> " (" + o.provider() + ", " + o.date() + ")").orElse(""),
            serving.hoursPerDay().toPlainString(),
            speed.toPlainString(),
            serving.tokensPerSecond().isPresent()
                ? "as given"
                : "assumed (16-bit weights, " + OwnServing.BATCH + " requests at once)"));
    return Optional.of(on.bill(usd, speed, serving.hoursPerDay(), call));
  }

  private Optional<Offer> offer(ModelShape model) {
    Optional<String> gpu =
        asked.serving().gpu().map(g -> home.gpus().find(g, asked.places().servingGpu()).id());
    return Planning.offers(home, spec).stream()
        .filter(o -> !o.spot())
        .filter(o -> gpu.isEmpty() || gpu.get().equals(o.gpuId()))
        .filter(o -> gpu.isPresent() || allowed(o.gpuId()))
        .sorted(Comparator.comparing(Offer::usdPerHour).thenComparing(Offer::instanceType))
        .filter(o ->
            new OwnServing(home.gpus().find(o.gpuId(), asked.places().servingGpu()), o.gpus())
                .holds(model))
        .findFirst();
  }

  private boolean allowed(String gpu) {
    List<String> named = spec.hardware().gpus();
    return named.isEmpty() ? home.gpus().ids().contains(gpu) : named.contains(gpu);
  }
}
