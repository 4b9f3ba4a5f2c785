/**
 * Ships segments to where they are wanted, as often as it takes and not on the trainer's way.
 * Imports agent.record, agent.segment and files alone.
 */
@NullMarked
package dev.tuneplan.agent.ship;

import org.jspecify.annotations.NullMarked;
