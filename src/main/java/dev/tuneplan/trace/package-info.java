/**
 * A training step as PyTorch runs it: operators with their saved tensors, played through forward,
 * backward and optimizer step. Pure. Imports model.
 */
@NullMarked
package dev.tuneplan.trace;

import org.jspecify.annotations.NullMarked;
