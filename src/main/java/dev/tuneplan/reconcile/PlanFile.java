package dev.tuneplan.reconcile;

import dev.tuneplan.base.Range;
import dev.tuneplan.objects.Labels;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a plan expected from the tree of a saved plan, or from the annotation {@link
 * Labels#ESTIMATE} that travels with a Job.
 */
public final class PlanFile {
  private static final BigDecimal HOUR = BigDecimal.valueOf(3600);

  private final @Nullable Object tree;
  private final List<String> notes = new ArrayList<>();

  private PlanFile(@Nullable Object tree) {
    this.tree = tree;
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
            text("recommended", "gpu").orElse(""),
            gpus.get(),
            rate,
            split.setup,
            tokens.get(),
            split.speed,
            split.other,
            number("launch", "steps").map(BigDecimal::longValue).orElse(1L),
            new Intervals(
                range("recommended", "tokensPerSecondPerGpu"),
                range("recommended", "memoryGiB"),
                range("recommended", "hours"),
                range("recommended", "usd")),
            price("date", "recommended", "offer"),
            grounds(planRoom(), "recommended", "learned"),
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
            text("gpu").orElse(""),
            gpus.get(),
            rate,
            split.setup,
            tokens.get(),
            split.speed,
            split.other,
            number("steps").map(BigDecimal::longValue).orElse(1L),
            new Intervals(
                range(three("tokensPerSecondPerGpu")),
                range(three("peakGiB")),
                range(hours),
                range(three("usd"))),
            price("priceDate"),
            grounds(annotatedRoom(), "learned"),
            notes));
  }

  private Grounds grounds(Optional<Grounds.Room> room, String... path) {
    return new Grounds(
        number(with(path, "calibration")).map(BigDecimal::intValue).orElse(0),
        number(with(path, "speedFactor")).orElse(BigDecimal.ONE),
        number(with(path, "memoryFactor")).orElse(BigDecimal.ONE),
        number(with(path, "setupFactor")).orElse(BigDecimal.ONE),
        number(with(path, "overheadFactor")).orElse(BigDecimal.ONE),
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

  private Optional<Planned.Price> price(String date, String... path) {
    return text(with(path, "provider"))
        .map(provider ->
            new Planned.Price(
                provider,
                text(with(path, "region")).orElse(""),
                text(with(path, "instanceType")).orElse(""),
                text(with(path, "spot")).filter("true"::equals).isPresent(),
                text(with(path, date)).orElse("undated")));
  }

  private static String[] with(String[] path, String key) {
    String[] longer = Arrays.copyOf(path, path.length + 1);
    longer[path.length] = key;
    return longer;
  }

  private @Nullable Object at(String... path) {
    @Nullable Object inner = tree;
    for (String key : path) {
      inner = inner instanceof Map<?, ?> m ? m.get(key) : null;
    }
    return inner;
  }

  private Optional<String> text(String... path) {
    Object value = at(path);
    return value == null || value instanceof Map || value instanceof List
        ? Optional.empty()
        : Optional.of(value.toString());
  }

  private Optional<BigDecimal> number(String... path) {
    return text(path).flatMap(PlanFile::decimal).filter(v -> v.signum() > 0);
  }

  private static Optional<BigDecimal> decimal(String text) {
    return text.matches("-?[0-9]{1,18}(\\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
        ? Optional.of(new BigDecimal(text))
        : Optional.empty();
  }

  private List<BigDecimal> three(String key) {
    return at(key) instanceof List<?> l
        ? l.stream().flatMap(v -> decimal(String.valueOf(v)).stream()).toList()
        : List.of();
  }

  private Optional<Range> range(String... path) {
    return range(
        Stream.of("p10", "p50", "p90")
            .flatMap(q -> text(with(path, q)).flatMap(PlanFile::decimal).stream())
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
