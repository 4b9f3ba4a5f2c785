package dev.tuneplan.cli;

import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.Production;

/**
 * What production cost, to be shown.
 *
 * @param logs how many were read
 * @param undated calls that were left out because some days alone are wanted and they have no time
 */
record UsageView(int logs, Production production, CostReport report, long undated) {}
