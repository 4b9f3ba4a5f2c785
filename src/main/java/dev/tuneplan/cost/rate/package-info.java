/**
 * What an hour of a machine, or of a part of it, costs: lists, series and machines of one's own.
 * Pure. Imports base, files, pricing and cost.facts.
 */
@NullMarked
package dev.tuneplan.cost.rate;

import org.jspecify.annotations.NullMarked;
