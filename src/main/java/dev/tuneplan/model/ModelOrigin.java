package dev.tuneplan.model;

import java.util.Optional;

/**
 * Where a model profile is from; empty means that its file does not say.
 *
 * @param licence a short name, such as {@code apache-2.0}
 * @param source where the shape was read, and when
 * @param notes what else is to be known
 */
public record ModelOrigin(
    Optional<String> licence, Optional<String> source, Optional<String> notes) {}
