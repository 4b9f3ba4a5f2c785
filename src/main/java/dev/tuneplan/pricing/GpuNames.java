package dev.tuneplan.pricing;

import dev.tuneplan.gpu.GpuProfile;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds the GPU profile that a catalogue means. In this order: the user's rules, machines that the
 * shipped price list has, the shipped rules, the parts of the name; and, for what these leave open,
 * the names that the user gave for this import. What is open then is said, never guessed.
 */
final class GpuNames {
  /** Nominal and usable sizes of one GPU differ by less; of two GPUs with one name by more. */
  private static final double SAME_MEMORY = 0.25;

  private final List<Named> profiles;
  private final KnownMachines machines;
  private final Rules rules;
  private final Map<Asked, Match> matched = new HashMap<>();

  private record Asked(String provider, String instanceType, ForeignRow.ForeignGpu gpu) {}

  /**
   * What catalogues call GPUs.
   *
   * @param given for this import
   * @param own of the user's {@code names.csv}
   * @param shipped of the project's {@code names.csv}
   */
  record Rules(List<NameRule> given, List<NameRule> own, List<NameRule> shipped) {}

  private record Named(GpuProfile profile, Set<String> names, Optional<String> form) {
    static Named of(GpuProfile g) {
      return new Named(
          g,
          Stream.concat(Stream.of(g.id()), g.productLabels().stream())
              .map(n -> GpuChip.of(n).name())
              .collect(Collectors.toSet()),
          GpuChip.of(g.id()).form());
    }

    boolean fits(String name, Optional<String> otherForm) {
      return names.contains(name) && formed(otherForm);
    }

    /** Whether a name is the beginning of one of these: RTX PRO 6000 without its edition. */
    boolean begins(String name, Optional<String> otherForm) {
      return name.length() > 3
          && names.stream().anyMatch(n -> n.matches(Pattern.quote(name) + "[a-z].*"))
          && formed(otherForm);
    }

    private boolean formed(Optional<String> otherForm) {
      return form.isEmpty() || otherForm.isEmpty() || form.equals(otherForm);
    }

    boolean labelled(String label) {
      return profile.productLabels().stream().anyMatch(label::equalsIgnoreCase);
    }

    double off(double memoryGiB) {
      return Math.abs(memoryGiB - profile.nominalGiB()) / profile.nominalGiB();
    }
  }

  GpuNames(List<GpuProfile> profiles, KnownMachines machines, Rules rules) {
    this.profiles = profiles.stream().map(Named::of).toList();
    this.machines = machines;
    this.rules = rules;
  }

  /** What a catalogue's name means. */
  sealed interface Match {
    /** The one profile that fits. */
    record One(GpuProfile gpu) implements Match {}

    /** The name leaves open which of these. */
    record Several(List<String> ids) implements Match {}

    /** The name is known, but not with this memory. */
    record OtherMemory(double memoryGiB) implements Match {}

    /** No profile has this name. */
    record None() implements Match {}
  }

  /** Catalogues repeat a machine for every zone, so each is looked up once. Not thread-safe. */
  Match match(String provider, ForeignRow row) {
    return matched.computeIfAbsent(
        new Asked(provider, row.instanceType(), row.gpu()), a -> found(provider, row));
  }

  private Match found(String provider, ForeignRow row) {
    Match found = written(provider, row);
    Optional<GpuProfile> given = rule(rules.given, provider, row);
    return given.isPresent()
            && (found instanceof Match.None
                || found instanceof Match.Several s && s.ids().contains(given.get().id()))
        ? new Match.One(given.get())
        : found;
  }

  /** What the row itself, and the rules about its names, say. */
  private Match written(String provider, ForeignRow row) {
    ForeignRow.ForeignGpu gpu = row.gpu();
    GpuChip chip = GpuChip.of(gpu.name());
    OptionalDouble memory = gpu.memoryGiB().isPresent() ? gpu.memoryGiB() : chip.memoryGiB();
    Optional<GpuProfile> ruled =
        rule(rules.own, provider, row)
            .or(() -> known(provider, row, chip))
            .or(() -> rule(rules.shipped, provider, row));
    if (ruled.isPresent()) {
      return checked(ruled.get(), memory);
    }
    Optional<Named> labelled = profiles.stream().filter(p -> p.labelled(gpu.name())).findFirst();
    if (labelled.isPresent()) {
      return checked(labelled.get().profile(), gpu.memoryGiB());
    }
    Optional<String> form =
        chip.form().or(() -> GpuChip.form(gpu.hint())).or(() -> GpuChip.form(row.instanceType()));
    List<Named> same = profiles.stream().filter(p -> p.fits(chip.name(), form)).toList();
    List<Named> found =
        same.isEmpty() ? profiles.stream().filter(p -> p.begins(chip.name(), form)).toList() : same;
    if (found.isEmpty()) {
      return new Match.None();
    }
    List<Named> near = memory.isPresent() ? nearest(found, memory.getAsDouble()) : found;
    if (near.isEmpty()) {
      return new Match.OtherMemory(memory.orElse(0));
    }
    // A name that is cut short may be that of another GPU altogether: never taken for one.
    return near.size() == 1 && !same.isEmpty()
        ? new Match.One(near.getFirst().profile())
        : new Match.Several(near.stream().map(n -> n.profile().id()).sorted().toList());
  }

  private static List<Named> nearest(List<Named> found, double memoryGiB) {
    double best = found.stream().mapToDouble(n -> n.off(memoryGiB)).min().orElse(1);
    return best > SAME_MEMORY
        ? List.of()
        : found.stream().filter(n -> n.off(memoryGiB) < best + 0.01).toList();
  }

  private static Match checked(GpuProfile gpu, OptionalDouble memory) {
    return memory.isPresent()
            && Math.abs(memory.getAsDouble() - gpu.nominalGiB()) / gpu.nominalGiB() > SAME_MEMORY
        ? new Match.OtherMemory(memory.getAsDouble())
        : new Match.One(gpu);
  }

  private Optional<GpuProfile> rule(List<NameRule> from, String provider, ForeignRow row) {
    return from.stream()
        .filter(r -> r.holds(provider, row))
        .max(Comparator.comparingInt(r -> r.provider().length() + r.instancePrefix().length()))
        .flatMap(r -> profile(r.gpuId()));
  }

  /** The GPU of this machine in the shipped list, if the catalogue's name can mean it. */
  private Optional<GpuProfile> known(String provider, ForeignRow row, GpuChip chip) {
    return machines
        .find(provider, row.instanceType())
        .flatMap(m -> profile(m.gpuId()))
        .filter(g -> Named.of(g).names().contains(chip.name()));
  }

  private Optional<GpuProfile> profile(String id) {
    return profiles.stream().map(Named::profile).filter(g -> g.id().equals(id)).findFirst();
  }
}
