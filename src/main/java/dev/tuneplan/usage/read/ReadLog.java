package dev.tuneplan.usage.read;

import dev.tuneplan.usage.Tally;

/**
 * A log that was read.
 *
 * @param name as the user named it
 */
public record ReadLog(String name, Tally tally) {}
