/**
 * Costs for other programs and for people: FOCUS, OpenCost, CSV, Markdown. Pure but for the writer
 * that each form is given. Imports base, files for JSON, objects, cost and reconcile.
 */
@NullMarked
package dev.tuneplan.export;

import org.jspecify.annotations.NullMarked;
