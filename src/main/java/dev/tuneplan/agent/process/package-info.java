/** A child process with all of its family and its output. Imports base and files alone. */
@NullMarked
package dev.tuneplan.agent.process;

import org.jspecify.annotations.NullMarked;
