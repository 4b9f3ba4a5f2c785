/**
 * Budgets: how much may be spent on what in which time, how much was, and who must be told. Knows
 * nothing of runs, so that all that costs something can be held to it. Imports base and objects.
 */
@NullMarked
package dev.tuneplan.budget;

import org.jspecify.annotations.NullMarked;
