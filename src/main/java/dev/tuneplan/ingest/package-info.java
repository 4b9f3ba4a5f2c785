/**
 * Takes samples that agents push, over HTTP, each once. Imports agent.record, agent.segment,
 * agent.ship and files.
 */
@NullMarked
package dev.tuneplan.ingest;

import org.jspecify.annotations.NullMarked;
