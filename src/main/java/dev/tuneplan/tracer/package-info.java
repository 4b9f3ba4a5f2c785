/**
 * Runs the real training libraries on fake tensors in a Python process of its own, and keeps what
 * they say. Imports base, files, model and trace.
 */
@NullMarked
package dev.tuneplan.tracer;

import org.jspecify.annotations.NullMarked;
