/** Commands and their output; the only room that prints. Nobody imports it. */
@NullMarked
package dev.tuneplan.cli;

import org.jspecify.annotations.NullMarked;
