/** AMD's GPUs, by the files of their driver. Imports agent.reading and agent.record alone. */
@NullMarked
package dev.tuneplan.agent.amd;

import org.jspecify.annotations.NullMarked;
