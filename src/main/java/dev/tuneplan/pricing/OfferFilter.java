package dev.tuneplan.pricing;

import dev.tuneplan.base.Suggestion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Which offers may be used. Names are compared in any case; an empty list means all of them.
 *
 * @param kind whether on-demand offers, spot offers or both count
 * @param providers such as {@code aws}
 * @param regions the providers' names of them
 */
public record OfferFilter(Kind kind, List<String> providers, List<String> regions) {
  /** How a machine is rented. */
  public enum Kind {
    ON_DEMAND,
    SPOT,
    BOTH;

    /** Reads {@code hardware.spot}: allow, only or never. */
    public static Kind ofSpot(String word) {
      return switch (word) {
        case "only" -> SPOT;
        case "allow" -> BOTH;
        case "never" -> ON_DEMAND;
        default -> throw new IllegalArgumentException("must be allow, only or never: " + word);
      };
    }
  }

  public OfferFilter {
    providers = List.copyOf(providers);
    regions = List.copyOf(regions);
  }

  /** Whether an offer may be used. */
  public boolean holds(Offer offer) {
    return switch (kind) {
          case BOTH -> true;
          case SPOT -> offer.spot();
          case ON_DEMAND -> !offer.spot();
        }
        && named(providers, offer.provider())
        && named(regions, offer.region());
  }

  private static boolean named(List<String> names, String name) {
    return names.isEmpty() || names.stream().anyMatch(name::equalsIgnoreCase);
  }

  /** The offers that may be used. */
  public List<Offer> of(Collection<Offer> offers) {
    return offers.stream().filter(this::holds).toList();
  }

  /**
   * A name that no offer has. It leaves GPUs unpriced, which is no fault of the file that has it.
   *
   * @param kind provider or region
   * @param rule a sentence about the name, with the nearest one that is known
   */
  public record UnknownName(String kind, String name, String rule) {}

  /** The providers and regions that no offer has. */
  public List<UnknownName> unknownNames(Collection<Offer> offers) {
    List<UnknownName> found = new ArrayList<>();
    found.addAll(unknown("provider", providers, offers, Offer::provider));
    found.addAll(unknown("region", regions, offers, Offer::region));
    return List.copyOf(found);
  }

  private static List<UnknownName> unknown(
      String kind, List<String> names, Collection<Offer> offers, Function<Offer, String> of) {
    TreeSet<String> known = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    offers.forEach(o -> known.add(of.apply(o)));
    return names.stream()
        .filter(n -> !known.contains(n))
        .map(n -> new UnknownName(kind, n, "is the " + kind + " of no offer" + clause(n, known)))
        .toList();
  }

  private static String clause(String name, TreeSet<String> known) {
    return Suggestion.clause(name, known) + "; 'tuneplan prices list' shows all";
  }
}
