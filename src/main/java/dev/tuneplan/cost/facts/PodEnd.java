package dev.tuneplan.cost.facts;

import java.util.OptionalInt;

/**
 * How a pod ended.
 *
 * @param exitCode of the trainer's container
 * @param said the raw reasons of Kubernetes or the wrapper's sentence, for people
 */
public record PodEnd(Cause cause, OptionalInt exitCode, String said) {}
