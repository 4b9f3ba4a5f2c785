package dev.tuneplan.accuracy;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import dev.tuneplan.gpu.GpuCatalogue;
import dev.tuneplan.gpu.GpuProfile;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The devices that a row may mean: the one that it names, else those that share a model's word
 * ({@code A100}) with what it says, else those with as much memory.
 */
final class Devices {
  private static final Pattern GAPS = Pattern.compile("[^a-z0-9]+");

  /** A word with a number that is no amount: A100, 4090, L40S. */
  private static final Pattern MODEL =
      Pattern.compile("(?!hbm|sxm|pcie)(?:[a-z]+[0-9]+[a-z]*|[0-9]{4})");

  private final GpuCatalogue catalogue;

  Devices(GpuCatalogue catalogue) {
    this.catalogue = catalogue;
  }

  /**
   * Never empty.
   *
   * @throws InvalidInput when nothing tells the device
   */
  List<GpuProfile> of(UnaryOperator<String> f, Place place) {
    if (!f.apply("gpu_id").isBlank()) {
      return List.of(catalogue.find(f.apply("gpu_id"), place));
    }
    Set<String> words = models(f.apply("gpu"));
    List<GpuProfile> named = all(g -> models(g.name()).stream().anyMatch(words::contains));
    if (!named.isEmpty()) {
      return named;
    }
    double memory = Measured.number(f.apply("gpu_mem_gb")).orElse(0.0);
    List<GpuProfile> asLarge = all(g -> g.nominalGiB() == memory);
    if (asLarge.isEmpty()) {
      throw new InvalidInput(place, "", "neither the GPU nor its memory is stated");
    }
    return asLarge;
  }

  private List<GpuProfile> all(Predicate<GpuProfile> which) {
    return catalogue.ids().stream()
        .map(id -> catalogue.find(id, Place.of(id)))
        .filter(which)
        .toList();
  }

  private static Set<String> models(String text) {
    return Arrays.stream(GAPS.split(text.toLowerCase(Locale.ROOT)))
        .filter(w -> MODEL.matcher(w).matches())
        .collect(Collectors.toSet());
  }
}
