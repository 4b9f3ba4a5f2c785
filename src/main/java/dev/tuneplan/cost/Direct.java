package dev.tuneplan.cost;

import dev.tuneplan.base.Money;

/**
 * What a run cost beside its pods with GPUs: storage, traffic, pods without GPUs.
 *
 * @param what for people
 * @param source where the amount is from
 */
public record Direct(String what, Money amount, String source) {}
