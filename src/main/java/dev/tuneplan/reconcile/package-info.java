/**
 * Why a run cost something else than planned, line by line. Pure. Imports base, files, objects,
 * cost and measured.
 */
@NullMarked
package dev.tuneplan.reconcile;

import org.jspecify.annotations.NullMarked;
