/**
 * What attempts used, as the ledger keeps it: totals by device and phase, and every row in few
 * bytes. Imports agent, agent.reading and agent.sample.
 */
@NullMarked
package dev.tuneplan.measured;

import org.jspecify.annotations.NullMarked;
