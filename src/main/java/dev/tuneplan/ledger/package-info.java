/**
 * The ledger: runs, what they cost, what was learned from them, and budgets, in SQLite or
 * PostgreSQL. The only room that speaks SQL. Imports base, files, agent.record for JSON, budget,
 * cost, measured, objects and reconcile.
 */
@NullMarked
package dev.tuneplan.ledger;

import org.jspecify.annotations.NullMarked;
