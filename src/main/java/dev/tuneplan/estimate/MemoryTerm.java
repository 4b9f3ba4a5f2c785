package dev.tuneplan.estimate;

/**
 * A part of what is alive at the peak.
 *
 * @param name what it is
 * @param bytes on one GPU
 * @param formula how it was computed
 * @param source where the formula is from
 */
public record MemoryTerm(String name, double bytes, String formula, String source) {}
