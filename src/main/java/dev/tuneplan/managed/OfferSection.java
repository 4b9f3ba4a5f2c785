package dev.tuneplan.managed;

import dev.tuneplan.files.Fields;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads what a provider's file says of one model, or of one place where models run. */
final class OfferSection {
  private static final double MOST = 1e6;

  private OfferSection() {}

  static ModelOffer read(Fields f) {
    String model = f.requiredText("model");
    ModelOffer.What what =
        new ModelOffer.What(
            f.texts("tunes"),
            f.child("sizeB").map(OfferSection::size),
            methods(f),
            f.word("objective", List.of("sft", "dpo", "rft", "classifier")).orElse("sft"));
    Training training = f.child("training").map(OfferSection::training).orElse(Training.UNKNOWN);
    Optional<TokenRates> base = f.child("base").map(OfferSection::rates);
    Optional<TokenRates> tuned = f.child("tuned").map(OfferSection::rates);
    Hosting hosting = f.child("hosting").map(OfferSection::hosting).orElse(Hosting.UNKNOWN);
    ModelOffer.Life life =
        new ModelOffer.Life(
            f.flag("trains").orElse(true),
            f.text("closed"),
            ProviderFile.day(f, "retires").map(LocalDate::toString),
            f.flag("legacy").orElse(false));
    f.flag("discounted");
    Grounds grounds = grounds(f);
    ModelOffer offer =
        new ModelOffer(
            model,
            f.texts("aliases"),
            what,
            training,
            base,
            tuned,
            hosting,
            life,
            f.text("notes"),
            grounds,
            grounds);
    f.refuseOthers();
    return offer;
  }

  static Deployment place(Fields f) {
    Optional<BigDecimal> perHour = f.decimal("usdPerHour", 0, MOST);
    required(f, "usdPerHour");
    Deployment place =
        new Deployment(
            f.requiredText("name"),
            perHour.orElse(BigDecimal.ZERO),
            f.text("gpu"),
            f.text("autoDelete"),
            f.text("notes"),
            grounds(f));
    f.refuseOthers();
    return place;
  }

  /** Who says so: {@code source}, {@code date} and {@code grade}. */
  static Grounds grounds(Fields f) {
    List<String> grades = Arrays.stream(Grounds.Grade.values()).map(Grounds.Grade::word).toList();
    Grounds.Grade grade =
        f.word("grade", grades)
            .flatMap(w ->
                Arrays.stream(Grounds.Grade.values()).filter(g -> g.word().equals(w)).findFirst())
            .orElse(Grounds.Grade.READ);
    return new Grounds(
        f.requiredText("source"), ProviderFile.day(f, "date").map(LocalDate::toString), grade);
  }

  private static List<String> methods(Fields f) {
    List<String> methods = f.texts("methods");
    if (methods.stream().anyMatch(m -> !m.equals("lora") && !m.equals("full"))) {
      f.fault("methods", "must hold lora, full or both");
    }
    return methods;
  }

  private static ModelOffer.Size size(Fields f) {
    double above = f.number("above", 0, MOST).orElse(0);
    double upTo = f.number("upTo", 0.001, MOST).orElse(MOST);
    f.refuseOthers();
    if (above >= upTo) {
      f.fault("upTo", "must be more than above");
    }
    return new ModelOffer.Size(above, upTo);
  }

  private static Training training(Fields f) {
    Optional<String> epochs = f.text("epochs").filter(e -> !e.equals("auto"));
    Training training =
        new Training(
            f.decimal("usdPer1M", 0, MOST),
            f.decimal("usdPerHour", 0, MOST),
            f.text("gpu"),
            f.decimal("minimumUsd", 0, MOST),
            f.decimal("capUsd", 0, 1e9),
            epochs.isPresent()
                ? f.whole("epochs", 1, 1000).stream()
                    .mapToInt(e -> (int) e)
                    .boxed()
                    .findFirst()
                    .map(OptionalInt::of)
                    .orElse(OptionalInt.empty())
                : OptionalInt.empty());
    f.refuseOthers();
    return training;
  }

  private static TokenRates rates(Fields f) {
    required(f, "input");
    required(f, "output");
    TokenRates rates =
        new TokenRates(
            f.decimal("input", 0, MOST).orElse(BigDecimal.ZERO),
            f.decimal("output", 0, MOST).orElse(BigDecimal.ZERO),
            f.decimal("cached", 0, MOST),
            f.decimal("batchInput", 0, MOST),
            f.decimal("batchOutput", 0, MOST));
    f.refuseOthers();
    return rates;
  }

  private static Hosting hosting(Fields f) {
    Hosting hosting =
        new Hosting(
            f.decimal("usdPerHour", 0, MOST),
            f.decimal("storageUsdPerMonth", 0, MOST),
            f.decimal("storageUsdPerGBMonth", 0, MOST));
    f.refuseOthers();
    return hosting;
  }

  private static void required(Fields f, String key) {
    if (!f.has(key)) {
      f.fault(key, "is required");
    }
  }
}
