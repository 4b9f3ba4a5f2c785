/**
 * Lines that survive a kill, a crash and a full disk, in segments of files. Imports agent.record
 * and files alone.
 */
@NullMarked
package dev.tuneplan.agent.segment;

import org.jspecify.annotations.NullMarked;
