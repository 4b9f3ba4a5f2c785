/**
 * A child process with all of its family, its output, and its cgroup. Imports base and files alone.
 */
@NullMarked
package dev.tuneplan.agent.process;

import org.jspecify.annotations.NullMarked;
