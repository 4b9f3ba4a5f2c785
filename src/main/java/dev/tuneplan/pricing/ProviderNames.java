package dev.tuneplan.pricing;

import dev.tuneplan.base.InvalidInput;
import dev.tuneplan.base.Place;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Whose prices a file holds: public catalogues say it in the file's or the folder's name only. */
final class ProviderNames {
  /** Names in the public catalogues, and the one used here. */
  private static final Map<String, String> SAME =
      Map.of("lambdalabs", "lambda", "do", "digitalocean", "vastai", "vast", "datacrunch", "verda");

  private static final Set<String> KNOWN =
      Set.of(
          "aws",
          "azure",
          "cloudrift",
          "crusoe",
          "cudo",
          "daytona",
          "digitalocean",
          "fluidstack",
          "gcp",
          "hotaisle",
          "hyperbolic",
          "hyperstack",
          "ibm",
          "jarvislabs",
          "lambda",
          "lium",
          "mithril",
          "nebius",
          "oci",
          "paperspace",
          "primeintellect",
          "runpod",
          "scp",
          "seeweb",
          "shadeform",
          "slurm",
          "spheron",
          "tensordock",
          "vast",
          "verda",
          "vultr",
          "yotta");

  private ProviderNames() {}

  /** The name used here. */
  static String of(String given) {
    String low = given.strip().toLowerCase(Locale.ROOT);
    return SAME.getOrDefault(low, low);
  }

  /** A provider's name that the path holds: the file's own, else the nearest folder's. */
  static Optional<String> inPath(String path) {
    String[] parts = path.replace('\\', '/').replaceFirst("\\.[A-Za-z]+$", "").split("/");
    for (int i = parts.length - 1; i >= Math.max(0, parts.length - 3); i--) {
      String name = of(parts[i]);
      if (KNOWN.contains(name)) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /** The provider that was given, or that the path names. */
  static String required(Optional<String> given, String path) {
    return given
        .map(ProviderNames::of)
        .or(() -> inPath(path))
        .orElseThrow(() ->
            new InvalidInput(
                Place.of(path),
                "",
                "does not say whose prices it holds, and neither does its path; give"
                    + " --provider NAME"));
  }
}
