/**
 * Shows what an attempt uses where people look: Prometheus, MLflow. A view, not a ledger. Imports
 * agent, agent.reading, agent.record, agent.sample, agent.segment, agent.ship and files.
 */
@NullMarked
package dev.tuneplan.agent.expose;

import org.jspecify.annotations.NullMarked;
