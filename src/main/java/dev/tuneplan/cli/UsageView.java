package dev.tuneplan.cli;

import dev.tuneplan.usage.CostReport;
import dev.tuneplan.usage.Production;
import dev.tuneplan.usage.Saving;
import java.util.Optional;

/**
 * What production cost, to be shown.
 *
 * @param logs how many were read
 * @param undated calls that were left out because some days alone are wanted and they have no time
 * @param saving what was promised beside what is, if that was asked for
 * @param budgets how they stand, if that was asked for
 */
record UsageView(
    int logs,
    Production production,
    CostReport report,
    long undated,
    Optional<Saving> saving,
    Optional<ProductionBudgets> budgets) {}
