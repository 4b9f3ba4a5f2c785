package dev.tuneplan.agent.reading;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Something that is read: a GPU, a slice of one, or the machine.
 *
 * @param id of the hardware, such as a GPU's UUID, by which everything is joined
 * @param name as its maker calls it
 * @param parent the id of the GPU of which this is a slice: its energy is that GPU's, with that of
 *     other slices
 * @param memoryBytes all of its memory
 * @param facts what else is known of it, as it is written down
 * @param missing what cannot be read of it, by key, and why
 */
public record Device(
    String id,
    String name,
    Kind kind,
    Optional<String> parent,
    OptionalLong memoryBytes,
    Map<String, Object> facts,
    Map<String, String> missing) {
  /** The id of the machine, or the container, as such. */
  public static final String HOST = "host";

  /** What it is. */
  public enum Kind {
    HOST,
    GPU,
    /** A slice of a GPU by NVIDIA's MIG. */
    MIG
  }

  public Device {
    if (id.isBlank()) {
      throw new IllegalArgumentException("id must not be blank");
    }
    if ((kind == Kind.MIG) != parent.isPresent()) {
      throw new IllegalArgumentException("slices alone have a parent, was " + kind);
    }
    facts = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    missing = java.util.Collections.unmodifiableMap(new TreeMap<>(missing));
  }
}
