/** What can be read of a GPU or a machine, whoever reads it. Imports agent.record alone. */
@NullMarked
package dev.tuneplan.agent.reading;

import org.jspecify.annotations.NullMarked;
