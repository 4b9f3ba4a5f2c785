/**
 * The wrapper around a trainer's command, which also runs in a training container: signals, exit
 * codes, progress, checkpoints, limits. Imports base and files alone, so that the image stays
 * small.
 */
@NullMarked
package dev.tuneplan.agent;

import org.jspecify.annotations.NullMarked;
