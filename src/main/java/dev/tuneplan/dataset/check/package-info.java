/**
 * Looks through training data for what spoils a run, row by row. Imports base and the rows of
 * dataset.
 */
@NullMarked
package dev.tuneplan.dataset.check;

import org.jspecify.annotations.NullMarked;
