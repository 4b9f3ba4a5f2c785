/**
 * Readings gathered into rows of eight seconds, and rows into totals by phase. Imports agent,
 * agent.reading, agent.record, agent.segment and files.
 */
@NullMarked
package dev.tuneplan.agent.sample;

import org.jspecify.annotations.NullMarked;
