package dev.tuneplan.ledger;

import dev.tuneplan.cost.facts.Resource;
import dev.tuneplan.cost.rate.BasePrices;
import dev.tuneplan.cost.rate.PriceSeries;
import dev.tuneplan.cost.rate.Rate;
import dev.tuneplan.cost.rate.RateSource;
import dev.tuneplan.files.JsonText;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The rate by which an attempt was priced, with its source, as a text. */
final class RateText {
  private RateText() {}

  static String write(Rate rate) {
    return JsonText.of(tree(rate));
  }

  private static Map<String, Object> tree(Rate rate) {
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("source", rate.source().text());
    tree.put("date", rate.source().date());
    tree.put(
        "prices",
        rate.prices().points().stream()
            .map(p -> List.of(p.from().toString(), p.perHour().toPlainString()))
            .toList());
    if (rate instanceof Rate.OfNode node) {
      Map<String, Object> proportion = new LinkedHashMap<>();
      node.proportion().perUnit().forEach((r, v) -> proportion.put(r.word(), v.toPlainString()));
      tree.put("proportion", proportion);
    }
    if (rate instanceof Rate.Billed billed) {
      tree.put("assumed", tree(billed.assumed()));
    }
    return tree;
  }

  static Rate read(String text) {
    return read(Json.of(text));
  }

  private static Rate read(Json json) {
    RateSource source = new RateSource(json.need("source"), json.need("date"));
    PriceSeries prices =
        new PriceSeries(json.items("prices").stream().map(RateText::point).toList());
    if (json.at("assumed").value() != null) {
      return new Rate.Billed(read(json.at("assumed")), prices, source);
    }
    if (json.at("proportion").value() == null) {
      return new Rate.PerGpu(prices, source);
    }
    Map<Resource, BigDecimal> proportion = new EnumMap<>(Resource.class);
    json.map("proportion")
        .forEach((k, v) ->
            proportion.put(
                Resource.valueOf(String.valueOf(k).toUpperCase(Locale.ROOT)),
                new BigDecimal(String.valueOf(v))));
    return new Rate.OfNode(prices, new BasePrices(proportion), source);
  }

  private static PriceSeries.Point point(Json pair) {
    return pair.value() instanceof List<?> l
        ? new PriceSeries.Point(
            Instant.parse(String.valueOf(l.get(0))), new BigDecimal(String.valueOf(l.get(1))))
        : new PriceSeries.Point(Instant.EPOCH, BigDecimal.ZERO);
  }
}
