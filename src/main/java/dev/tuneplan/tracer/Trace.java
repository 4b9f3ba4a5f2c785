package dev.tuneplan.tracer;

import dev.tuneplan.trace.TraceRequest;
import dev.tuneplan.trace.TracedStep;

/**
 * An answer of the real libraries.
 *
 * @param request what they were asked
 * @param step what they said
 * @param trusted whether the folder's own code was allowed to run
 * @param seconds that it took
 * @param cached whether it was made by an earlier command
 */
public record Trace(
    TraceRequest request, TracedStep step, boolean trusted, double seconds, boolean cached) {}
