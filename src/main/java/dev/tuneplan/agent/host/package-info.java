/**
 * The machine or container that a trainer runs in, by the kernel's files, and the trainer's tree of
 * processes. Imports agent.reading and agent.record alone.
 */
@NullMarked
package dev.tuneplan.agent.host;

import org.jspecify.annotations.NullMarked;
