/**
 * Reconciliations as text, Markdown, trees for machines, and a page with charts. Pure. Imports
 * base, cost and reconcile.
 */
@NullMarked
package dev.tuneplan.reconcile.show;

import org.jspecify.annotations.NullMarked;
