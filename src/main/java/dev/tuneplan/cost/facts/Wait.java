package dev.tuneplan.cost.facts;

/**
 * Time in which a run had no place, and cost nothing.
 *
 * @param why such as "in the queue"
 */
public record Wait(Span span, String why) {}
