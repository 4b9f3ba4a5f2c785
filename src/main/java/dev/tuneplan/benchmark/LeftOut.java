package dev.tuneplan.benchmark;

import dev.tuneplan.base.Place;

/**
 * A row that teaches nothing.
 *
 * @param id of the row
 * @param reason the same words for the same reason, so that they can be counted
 */
public record LeftOut(Place place, String id, String reason) {}
