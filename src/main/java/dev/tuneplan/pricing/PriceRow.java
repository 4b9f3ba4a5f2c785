package dev.tuneplan.pricing;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One line of a price list: a machine in a region, on demand, spot or both.
 *
 * @param provider such as {@code aws}
 * @param region the provider's name of it
 * @param instanceType the provider's name of the machine
 * @param gpuId a GPU profile's id
 * @param gpus GPUs in one machine, ≥ 1
 * @param machine what else it has
 * @param onDemand USD per hour for the whole machine; empty means unpriced
 * @param spot USD per hour while it is not taken away; empty means unpriced
 * @param date of the price, {@code YYYY-MM-DD} or {@code YYYY-MM}; or {@link #UNDATED}
 * @param source where the price was read
 */
public record PriceRow(
    String provider,
    String region,
    String instanceType,
    String gpuId,
    int gpus,
    Machine machine,
    Optional<BigDecimal> onDemand,
    Optional<BigDecimal> spot,
    String date,
    String source) {
  /** A price whose date nobody wrote down. */
  public static final String UNDATED = "undated";

  /** What makes two lines speak of the same machine. */
  public record Key(String provider, String region, String instanceType, String gpuId) {}

  public PriceRow {
    if (gpus < 1) {
      throw new IllegalArgumentException(instanceType + " needs at least one GPU, was " + gpus);
    }
    onDemand = onDemand.map(BigDecimal::stripTrailingZeros);
    spot = spot.map(BigDecimal::stripTrailingZeros);
    for (BigDecimal price : List.of(onDemand.orElse(BigDecimal.ONE), spot.orElse(BigDecimal.ONE))) {
      if (price.signum() <= 0) {
        throw new IllegalArgumentException(instanceType + " needs a price above 0, was " + price);
      }
    }
  }

  /** What makes this line speak of the same machine as another. */
  public Key key() {
    return new Key(provider, region, instanceType, gpuId);
  }

  /** An offer for each price that is known: none, one or two. */
  public List<Offer> offers() {
    List<Offer> offers = new ArrayList<>();
    onDemand.ifPresent(usd -> offers.add(offer(usd, false)));
    spot.ifPresent(usd -> offers.add(offer(usd, true)));
    return List.copyOf(offers);
  }

  private Offer offer(BigDecimal usd, boolean isSpot) {
    return new Offer(provider, region, instanceType, gpuId, gpus, isSpot, usd, date, source);
  }

  /** Whether this price was read later than another; an undated one is never later. */
  public boolean newerThan(PriceRow other) {
    return !date.equals(UNDATED) && (other.date.equals(UNDATED) || date.compareTo(other.date) > 0);
  }
}
