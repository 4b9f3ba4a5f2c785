/**
 * What a run really cost: every billed second of every pod in one bucket, and its price. Pure.
 * Imports base, agent and pricing.
 */
@NullMarked
package dev.tuneplan.cost;

import org.jspecify.annotations.NullMarked;
