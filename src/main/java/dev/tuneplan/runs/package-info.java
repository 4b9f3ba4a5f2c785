/**
 * Runs and their attempts, kept where several processes of a machine find them. Imports base, files
 * and agent.
 */
@NullMarked
package dev.tuneplan.runs;

import org.jspecify.annotations.NullMarked;
