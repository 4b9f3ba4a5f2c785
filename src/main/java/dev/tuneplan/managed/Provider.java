package dev.tuneplan.managed;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A provider that fine-tunes or used to.
 *
 * @param id such as {@code openai}
 * @param name as people write it
 * @param names what logs put before a model's name, in lower case; the id is one of them
 * @param bare whether a model's name in a log may stand without that
 * @param counting which tokens it bills for training
 * @param countingWords the same in words
 */
public record Provider(
    String id,
    String name,
    List<String> names,
    boolean bare,
    Counting counting,
    String countingWords,
    FineTuning fineTuning,
    List<ModelOffer> offers,
    List<Deployment> deployments) {
  public Provider {
    names = List.copyOf(names);
    offers = List.copyOf(offers);
    deployments = List.copyOf(deployments);
  }

  /** The offer of a model by its exact name or alias, in any case. */
  public Optional<ModelOffer> offer(String model) {
    String low = model.toLowerCase(java.util.Locale.ROOT);
    return offers.stream()
        .filter(o -> o.names().anyMatch(low::equals))
        .min(java.util.Comparator.comparing(o -> !o.key().equals(low)));
  }

  /** The same with some of its offers, and without its deployments. */
  public Provider only(Predicate<ModelOffer> some) {
    return new Provider(
        id,
        name,
        names,
        bare,
        counting,
        countingWords,
        fineTuning,
        offers.stream().filter(some).toList(),
        List.of());
  }

  /** The same with the offers of another file of the same provider, which win. */
  Provider with(Provider later, boolean wholeFile) {
    Map<String, ModelOffer> all = new LinkedHashMap<>();
    offers.forEach(o -> all.put(o.key(), o));
    later.offers.forEach(o -> {
      ModelOffer before = all.get(o.key());
      all.put(o.key(), before == null ? o : o.over(before));
    });
    Map<String, Deployment> places = new LinkedHashMap<>();
    deployments.forEach(d -> places.put(d.name(), d));
    later.deployments.forEach(d -> places.put(d.name(), d));
    Provider head = wholeFile ? later : this;
    return new Provider(
        id,
        head.name,
        head.names,
        head.bare,
        head.counting,
        head.countingWords,
        head.fineTuning,
        new ArrayList<>(all.values()),
        new ArrayList<>(places.values()));
  }
}
