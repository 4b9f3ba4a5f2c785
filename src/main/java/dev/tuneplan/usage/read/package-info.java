/**
 * Reads logs of calls in whatever form they are, in constant memory. Imports base, files and usage.
 */
@NullMarked
package dev.tuneplan.usage.read;

import org.jspecify.annotations.NullMarked;
