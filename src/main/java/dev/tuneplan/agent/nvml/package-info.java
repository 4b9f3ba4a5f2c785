/**
 * NVIDIA's GPUs, by a binding of our own to the driver's library. Imports agent.reading and
 * agent.record alone.
 */
@NullMarked
package dev.tuneplan.agent.nvml;

import org.jspecify.annotations.NullMarked;
