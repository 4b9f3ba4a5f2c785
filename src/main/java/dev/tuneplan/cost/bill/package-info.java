/**
 * Invoices: what was paid for machines, in place of what was assumed. Pure. Imports base, files,
 * cost, cost.facts and cost.rate.
 */
@NullMarked
package dev.tuneplan.cost.bill;

import org.jspecify.annotations.NullMarked;
