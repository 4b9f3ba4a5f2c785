package dev.tuneplan.cli;

import dev.tuneplan.pricing.Offer;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Offers as tables and as trees. */
final class OfferText {
  /** By price of one GPU; then by names, so that the order is always the same. */
  static final Comparator<Offer> CHEAPEST =
      Comparator.comparing(OfferText::perGpu)
          .thenComparing(Offer::provider)
          .thenComparing(Offer::region)
          .thenComparing(Offer::instanceType)
          .thenComparing(Offer::spot);

  private OfferText() {}

  /** USD per hour and GPU. */
  static BigDecimal perGpu(Offer o) {
    return o.usdPerHour().divide(BigDecimal.valueOf(o.gpus()), 4, RoundingMode.HALF_UP);
  }

  static String usd(BigDecimal usd) {
    return Text.of("%.3f", usd);
  }

  static String kind(Offer o) {
    return o.spot() ? "spot" : "on demand";
  }

  static String table(List<Offer> offers, boolean markdown) {
    Table t =
        new Table(
            "GPU", "GPUs", "provider", "region", "machine", "kind", "USD/h", "USD/GPU-h", "date");
    offers.forEach(o ->
        t.row(
            o.gpuId(),
            "" + o.gpus(),
            o.provider(),
            o.region(),
            o.instanceType(),
            kind(o),
            usd(o.usdPerHour()),
            usd(perGpu(o)),
            o.date()));
    return markdown ? t.markdown() : t.text();
  }

  static Map<String, Object> tree(Offer o) {
    return Tree.of(
        "gpu", o.gpuId(),
        "gpus", o.gpus(),
        "provider", o.provider(),
        "region", o.region(),
        "instanceType", o.instanceType(),
        "spot", o.spot(),
        "usdPerHour", o.usdPerHour().toPlainString(),
        "usdPerGpuHour", perGpu(o).toPlainString(),
        "date", o.date(),
        "source", o.source());
  }
}
