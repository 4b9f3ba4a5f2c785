package dev.tuneplan.reconcile;

import dev.tuneplan.base.Range;
import dev.tuneplan.files.PlainTree;
import dev.tuneplan.objects.Labels;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a plan expected from the tree of a saved plan, or from the annotation {@link
 * Labels#ESTIMATE} that travels with a Job.
 */
public final class PlanFile {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  private final PlainTree tree;
  private final List<String> notes = new ArrayList<>();

  private PlanFile(@Nullable Object tree) {
    this.tree = PlainTree.of(tree);
  }

  /**
   * Of the tree of a saved plan; empty when it recommends nothing.
   *
   * @param tree plain maps, lists, texts and numbers
   */
  public static Optional<Planned> of(@Nullable Object tree) {
    return new PlanFile(tree).plan();
  }

  /** Of the annotation, parsed; empty when it is none. */
  public static Optional<Planned> ofAnnotation(@Nullable Object tree) {
    return new PlanFile(tree).annotation();
  }

  private Optional<Planned> plan() {
    Optional<BigDecimal> gpus = number("recommended", "gpus");
    Optional<BigDecimal> tokens = number("recommended", "tokens");
    Optional<BigDecimal> hours = number("recommended", "hours", "p50");
    Optional<BigDecimal> speed = number("recommended", "tokensPerSecondPerGpu", "p50");
    if (gpus.isEmpty() || tokens.isEmpty() || hours.isEmpty()) {
      return Optional.empty();
    }
    Optional<BigDecimal> rate =
        number("recommended", "offer", "usdPerHour")
            .map(p ->
                p.multiply(number("recommended", "offer", "machines").orElse(BigDecimal.ONE))
                    .divide(gpus.get(), MathContext.DECIMAL128));
    Split split = split(tokens.get(), hours.get(), speed.map(s -> s.multiply(gpus.get())));
    return Optional.of(
        new Planned(
            tree.text("recommended", "gpu").orElse(""),
            gpus.get(),
            rate,
            split.setup,
            tokens.get(),
            split.speed,
            optional(number("recommended", "mfu")),
            split.other,
            number("launch", "steps").map(BigDecimal::longValue).orElse(1L),
            new Intervals(
                range("recommended", "tokensPerSecondPerGpu"),
                range("recommended", "memoryGiB"),
                range("recommended", "hours"),
                range("recommended", "usd")),
            price("date", tree.at("recommended", "offer")),
            grounds(planRoom(), tree.at("recommended", "learned")),
            notes));
  }

  private Optional<Planned> annotation() {
    Optional<BigDecimal> gpus = number("gpus");
    Optional<BigDecimal> tokens = number("tokens");
    List<BigDecimal> hours = three("hours");
    if (gpus.isEmpty() || tokens.isEmpty() || hours.size() != 3) {
      return Optional.empty();
    }
    Optional<BigDecimal> rate =
        number("usdPerHour").map(p -> p.divide(gpus.get(), MathContext.DECIMAL128));
    Split split = split(tokens.get(), hours.get(1), number("tokensPerSecond"));
    return Optional.of(
        new Planned(
            tree.text("gpu").orElse(""),
            gpus.get(),
            rate,
            split.setup,
            tokens.get(),
            split.speed,
            optional(number("mfu")),
            split.other,
            number("steps").map(BigDecimal::longValue).orElse(1L),
            new Intervals(
                range(three("tokensPerSecondPerGpu")),
                range(three("peakGiB")),
                range(hours),
                range(three("usd"))),
            price("priceDate", tree),
            grounds(annotatedRoom(), tree.at("learned")),
            notes));
  }

  private static Grounds grounds(Optional<Grounds.Room> room, PlainTree learned) {
    return new Grounds(
        number(learned, "calibration").map(BigDecimal::intValue).orElse(0),
        number(learned, "speedFactor").orElse(BigDecimal.ONE),
        number(learned, "memoryFactor").orElse(BigDecimal.ONE),
        number(learned, "setupFactor").orElse(BigDecimal.ONE),
        number(learned, "overheadFactor").orElse(BigDecimal.ONE),
        room);
  }

  /** Before any correction. */
  private Optional<Grounds.Room> planRoom() {
    double exact = value("recommended", "memoryStaticGiB");
    double factor =
        number("recommended", "learned", "memoryFactor").orElse(BigDecimal.ONE).doubleValue();
    return Grounds.Room.of(
        exact,
        (value("recommended", "memoryGiB", "p50") - exact) / factor,
        value("recommended", "usableGiB"));
  }

  private Optional<Grounds.Room> annotatedRoom() {
    List<BigDecimal> room = three("memoryGiB");
    return room.size() == 3
        ? Grounds.Room.of(
            room.get(0).doubleValue(), room.get(1).doubleValue(), room.get(2).doubleValue())
        : Optional.empty();
  }

  private double value(String... path) {
    return number(path).map(BigDecimal::doubleValue).orElse(Double.NaN);
  }

  /** How the planned hours fall apart. */
  private record Split(BigDecimal setup, BigDecimal speed, BigDecimal other) {
    static Split training(BigDecimal tokens, BigDecimal hours) {
      return new Split(
          BigDecimal.ZERO,
          tokens.divide(hours.multiply(HOUR), MathContext.DECIMAL128),
          BigDecimal.ZERO);
    }
  }

  private Split split(BigDecimal tokens, BigDecimal hours, Optional<BigDecimal> speed) {
    if (speed.isEmpty()) {
      notes.add("the plan does not say its speed: all of its hours are taken for training");
      return Split.training(tokens, hours);
    }
    BigDecimal training = tokens.divide(speed.get().multiply(HOUR), MathContext.DECIMAL128);
    BigDecimal rest = hours.subtract(training);
    if (rest.signum() < 0) {
      notes.add(
          "the plan's hours are fewer than its tokens take: all of them are taken for training");
      return Split.training(tokens, hours);
    }
    Optional<BigDecimal> setup =
        number("recommended", "setupHours")
            .or(() -> number("setupHours"))
            .filter(s -> s.compareTo(rest) <= 0);
    if (setup.isEmpty()) {
      notes.add(
          "the plan does not tell set-up from what comes after the last step: all of it is taken"
              + " for set-up");
    }
    BigDecimal first = setup.orElse(rest);
    return new Split(first, speed.get(), rest.subtract(first));
  }

  private static Optional<Planned.Price> price(String date, PlainTree offer) {
    return offer
        .text("provider")
        .map(provider ->
            new Planned.Price(
                provider,
                offer.text("region").orElse(""),
                offer.text("instanceType").orElse(""),
                offer.text("spot").filter("true"::equals).isPresent(),
                offer.text(date).orElse("undated")));
  }

  private Optional<BigDecimal> number(String... path) {
    return number(tree, path);
  }

  private static Optional<BigDecimal> number(PlainTree of, String... path) {
    return of.text(path).flatMap(PlanFile::decimal).filter(v -> v.signum() > 0);
  }

  private static OptionalDouble optional(Optional<BigDecimal> value) {
    return value.map(v -> OptionalDouble.of(v.doubleValue())).orElse(OptionalDouble.empty());
  }

  private static Optional<BigDecimal> decimal(String text) {
    return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private List<BigDecimal> three(String key) {
    return tree.items(key).stream()
        .flatMap(v -> v.text().flatMap(PlanFile::decimal).stream())
        .toList();
  }

  private Optional<Range> range(String... path) {
    return range(
        Stream.of("p10", "p50", "p90")
            .flatMap(q -> tree.at(path).text(q).flatMap(PlanFile::decimal).stream())
            .toList());
  }

  private static Optional<Range> range(List<BigDecimal> three) {
    boolean ascends =
        three.size() == 3
            && three.get(0).compareTo(three.get(1)) <= 0
            && three.get(1).compareTo(three.get(2)) <= 0;
    return ascends
        ? Optional.of(
            new Range(
                three.get(0).doubleValue(), three.get(1).doubleValue(), three.get(2).doubleValue()))
        : Optional.empty();
  }
}
