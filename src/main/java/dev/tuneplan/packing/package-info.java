/**
 * Turns the lengths of examples into what a trainer makes of them: packed rows, padded batches,
 * steps; each rule as the trainer's own code has it. Pure; imports nothing of tuneplan's.
 */
@NullMarked
package dev.tuneplan.packing;

import org.jspecify.annotations.NullMarked;
