package dev.tuneplan.ledger;

import dev.tuneplan.base.Money;
import java.time.Instant;
import java.util.Optional;

/**
 * A run as a list shows it.
 *
 * @param project empty: it has none
 * @param owner empty: nobody is known
 * @param total of the newest reconciliation; empty: unpriced
 * @param planned empty: no plan, or an unpriced one
 * @param reconciliations how many there are, ≥ 1
 */
public record BookedRun(
    String id,
    String name,
    Instant created,
    Optional<Instant> ended,
    String project,
    String owner,
    String currency,
    Optional<Money> total,
    Optional<Money> planned,
    String evidence,
    int reconciliations) {}
