/**
 * Memory, operators, time and cost of one setup: pure arithmetic, no I/O. Imports base, model, gpu,
 * stack and pricing types.
 */
@NullMarked
package dev.tuneplan.estimate;

import org.jspecify.annotations.NullMarked;
