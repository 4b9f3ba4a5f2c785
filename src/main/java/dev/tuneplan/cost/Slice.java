package dev.tuneplan.cost;

import dev.tuneplan.cost.facts.Span;

/** A stretch of a pod's billed time that went into one bucket. */
public record Slice(Bucket bucket, Span span) {}
