package dev.tuneplan.cost.facts;

import java.time.Instant;

/**
 * A checkpoint that is complete.
 *
 * @param at when that was noticed
 * @param step optimizer steps in it
 */
public record Saved(Instant at, long step) {}
